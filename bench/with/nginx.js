// nginx serving one file, as Debian configures it: a process a core, its log on.

import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { need } from "./machine.js";
import { freePort, start } from "./process.js";

process.env.PATH += ":/usr/sbin";

export async function nginx(home, bytes) {
  need("nginx", "apt-get install nginx-light");
  const port = await freePort();
  writeFileSync(join(home, "page.json"), bytes);
  // As root its workers would be another user's, who cannot enter the folder.
  const user = process.getuid() === 0 ? "user root;" : "";
  writeFileSync(
    join(home, "nginx.conf"),
    `${user} daemon off; worker_processes auto; pid ${home}/nginx.pid; error_log ${home}/nginx-error.log;
events { worker_connections 768; }
http {
  sendfile on; tcp_nopush on; open_file_cache max=10; keepalive_requests 100000000;
  types { application/json json; }
  client_body_temp_path ${home}/body; proxy_temp_path ${home}/proxy; fastcgi_temp_path ${home}/fastcgi;
  uwsgi_temp_path ${home}/uwsgi; scgi_temp_path ${home}/scgi;
  access_log ${home}/nginx-access.log;
  server { listen 127.0.0.1:${port}; root ${home}; }
}
`,
  );
  const url = `http://127.0.0.1:${port}/page.json`;
  const server = await start("nginx", ["-c", join(home, "nginx.conf"), "-e", join(home, "nginx-error.log")], {
    url,
    log: join(home, "nginx.log"),
  });
  return { ...server, url };
}
