// Node's perspective-api-client against a running Copydesk: node perspective_api_client.js ORIGIN KEY TEXT [OPTIONS]
// Its address is fixed: an interceptor rewrites it. TEXT is JSON: a text, or a whole request.
'use strict';
const axios = require('axios');
const Perspective = require('perspective-api-client');
const [origin, apiKey, text, options] = process.argv.slice(2);
axios.interceptors.request.use((config) => ({
  ...config,
  url: config.url.replace('https://commentanalyzer.googleapis.com', origin),
}));

new Perspective({ apiKey }).analyze(JSON.parse(text), JSON.parse(options || '{}')).then(
  (answer) => console.log(JSON.stringify(answer)),
  (error) => {
    console.error(`${error.name}: ${error.message}`);
    process.exit(1);
  },
);
