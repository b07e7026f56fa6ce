/**
 * The longest line of a log in bytes, without its line end: 16 MiB. Readers skip longer ones, so that their memory stays
 * bounded whatever a file holds, and writers refuse them.
 */
export const maxLineBytes = 16 * 1024 * 1024;
