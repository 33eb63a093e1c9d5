// Node's akismet-api against a running Copydesk: node akismet_api.js HOST KEY CALL [JSON]
// The key is the first label of the host, a name that no resolver knows: every name is this machine.
'use strict';
const dns = require('dns');
dns.lookup = (name, options, answer) => {
  const callback = typeof options === 'function' ? options : answer;
  return options && options.all
    ? callback(null, [{ address: '127.0.0.1', family: 4 }])
    : callback(null, '127.0.0.1', 4);
};

const { AkismetClient } = require('akismet-api');
const [host, key, call, given] = process.argv.slice(2);
const protocol = process.env.AKISMET_PROTOCOL || 'http';
const client = new AkismetClient({ key, blog: 'https://news.example/', host, protocol });

client[call](...(given ? [JSON.parse(given)] : [])).then(
  (answer) => console.log(JSON.stringify(typeof answer === 'boolean' ? answer : answer.text)),
  (error) => {
    console.error(error.message);
    process.exit(1);
  },
);
