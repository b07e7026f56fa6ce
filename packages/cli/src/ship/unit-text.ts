/** What a service of systemd runs. */
export interface UnitSettings {
  /** The program and its arguments; paths are absolute. */
  readonly command: readonly string[];
  /** A file of variables with the credentials, which need not exist. */
  readonly environmentFile: string;
}

/**
 * The unit of a service that ships a log: systemd.service(5), systemd.exec(5). It runs as a user of its own that may read all files, write none, and do
 * nothing else but talk to the network.
 */
export function unitText({ command, environmentFile }: UnitSettings): string {
  const lines = [
    "[Unit]",
    "Description=Ships the metrics log (metric-events)",
    "Wants=network-online.target",
    "After=network-online.target",
    "",
    "[Service]",
    `ExecStart=${command.map(quoted).join(" ")}`,
    `EnvironmentFile=-${environmentFile.replaceAll("%", "%%")}`,
    "Restart=always",
    "RestartSec=5",
    // Ctrl-C and SIGTERM are how it ends.
    "SuccessExitStatus=130 143",
    "MemoryMax=512M",
    "DynamicUser=yes",
    // Where cursors are kept, for destinations that do not say how far they are.
    "StateDirectory=metric-events",
    "AmbientCapabilities=CAP_DAC_READ_SEARCH",
    "CapabilityBoundingSet=CAP_DAC_READ_SEARCH",
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=read-only",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "ProtectKernelTunables=yes",
    "ProtectKernelModules=yes",
    "ProtectKernelLogs=yes",
    "ProtectControlGroups=yes",
    "ProtectClock=yes",
    "ProtectHostname=yes",
    "RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX",
    "RestrictNamespaces=yes",
    "RestrictRealtime=yes",
    "RestrictSUIDSGID=yes",
    "LockPersonality=yes",
    "SystemCallArchitectures=native",
    "SystemCallFilter=@system-service",
    "UMask=0077",
    "",
    "[Install]",
    "WantedBy=multi-user.target",
    "",
  ];
  return lines.join("\n");
}

/** An argument as systemd reads it back: nothing in it is a specifier, a variable or a second argument. */
function quoted(text: string): string {
  const escaped = text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("%", "%%").replaceAll("$", "$$$$");
  return /^[\w@+=:,./-]+$/.test(text) ? text : `"${escaped}"`;
}
