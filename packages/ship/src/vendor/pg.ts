// The build replaces this module by the client of PostgreSQL itself, so that whoever installs the command does not install its 13 packages.
import pg from "pg";

export const { Client } = pg;
