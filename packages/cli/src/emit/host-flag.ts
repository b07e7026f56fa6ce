/** The flag of `emit` for the field that names the host, whatever the schema calls it. */
export const hostFlag = "host";

/** What to do where no field can take {@link hostFlag}. */
export const markHostField = 'mark one by "origin": "host" in the schemas';
