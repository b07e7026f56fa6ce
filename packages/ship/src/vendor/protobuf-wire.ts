// The build replaces this module by the part of the package that is used: the rest of it has 3 MB.
export { BinaryReader, BinaryWriter, WireType } from "@bufbuild/protobuf/wire";
