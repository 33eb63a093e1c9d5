#!/bin/sh
# Makes a certificate for rest.akismet.com and *.rest.akismet.com, and the authority that your own machines are to trust
# for it: certificate.sh FOLDER. The authority vouches for these names only, whoever gets hold of its key.
set -eu
umask 077
mkdir -p "$1"
cd "$1"

new() { openssl ecparam -name prime256v1 -genkey -noout -out "$1"; }

[ -e authority.pem ] || {
    new authority.key
    openssl req -x509 -new -key authority.key -days 3650 -subj "/CN=Copydesk, in the place of Akismet" -out authority.pem \
        -addext "keyUsage=critical,keyCertSign,cRLSign" \
        -addext "nameConstraints=critical,permitted;DNS:rest.akismet.com"
}
new server.key
openssl req -new -key server.key -subj "/CN=rest.akismet.com" -out server.csr
cat >extensions <<'END'
subjectAltName=DNS:rest.akismet.com,DNS:*.rest.akismet.com
basicConstraints=CA:FALSE
keyUsage=digitalSignature
extendedKeyUsage=serverAuth
END
openssl x509 -req -in server.csr -CA authority.pem -CAkey authority.key -CAcreateserial -days 397 -sha256 \
    -extfile extensions -out server.pem 2>/dev/null
cat authority.pem >>server.pem
rm -f server.csr extensions
chmod 644 authority.pem server.pem
echo "trusted by your machines: $1/authority.pem; for the proxy: $1/server.pem and $1/server.key"
