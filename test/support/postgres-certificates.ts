import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';

const openssl = (folder: string, ...parts: readonly string[]): void => {
  execFileSync('openssl', parts, { cwd: folder, stdio: 'pipe' });
};

/** An authority of its own, in `<name>.pem` and `<name>.key`. */
function makeAuthority(folder: string, name: string): void {
  const subject = ['-subj', `/CN=${name}`, '-addext', 'basicConstraints=critical,CA:TRUE'];
  openssl(folder, 'req', '-x509', ...curve, '-keyout', `${name}.key`, '-out', `${name}.pem`, '-days', '7', ...subject);
}

const curve = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/** A certificate of an authority. @param alternative `DNS:localhost` */
function sign(folder: string, authority: string, name: string, common: string, alternative: string): void {
  openssl(folder, 'req', ...curve, '-keyout', `${name}.key`, '-out', `${name}.csr`, '-subj', `/CN=${common}`);
  writeFileSync(path.join(folder, `${name}.ext`), `subjectAltName=${alternative}\n`);
  const by = ['-CA', `${authority}.pem`, '-CAkey', `${authority}.key`, '-CAcreateserial', '-extfile', `${name}.ext`];
  openssl(folder, 'x509', '-req', '-in', `${name}.csr`, '-out', `${name}.pem`, '-days', '7', ...by);
}

/** What TLS is tried with, as PEM files in a folder. The server's certificate is for `localhost`, and for no address. */
export function makeCertificates(folder: string) {
  makeAuthority(folder, 'ca');
  makeAuthority(folder, 'stranger');
  sign(folder, 'ca', 'server', 'localhost', 'DNS:localhost');
  sign(folder, 'ca', 'client', 'certified', 'DNS:certified');
  const file = (name: string): string => path.join(folder, name);
  return {
    ca: file('ca.pem'),
    stranger: file('stranger.pem'),
    server: file('server.pem'),
    serverKey: file('server.key'),
    client: file('client.pem'),
    clientKey: file('client.key'),
  };
}
