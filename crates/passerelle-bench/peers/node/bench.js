// Opens records with the usual packages for Node, and prints nanoseconds a record for each stack.
import { readFileSync } from "node:fs";
import { createPublicKey, verify } from "node:crypto";
import Ajv from "ajv/dist/2020.js";
import formats from "ajv-formats";
import canonicalize from "canonicalize";
import { flattenedVerify, importJWK } from "jose";

const folder = process.argv[2];
const read = (name) => readFileSync(`${folder}/${name}`, "utf8");
const lines = read("clear.ndjson").trimEnd().split("\n");
const jwk = JSON.parse(read("key.json"));
const ajv = new Ajv.default({ strict: false, allErrors: false });
formats.default(ajv);
const fits = ajv.compile(JSON.parse(read("schema.json")));
const key = createPublicKey({ key: jwk, format: "jwk" });
const jose = await importJWK(jwk, "Ed25519");

const crypto = (line) => {
  const { record, signatures: [entry] } = JSON.parse(line);
  if (!fits(record)) throw new Error("schema");
  const payload = Buffer.from(canonicalize(record)).toString("base64url");
  const message = Buffer.from(`${entry.protected}.${payload}`);
  if (!verify(null, message, key, Buffer.from(entry.signature, "base64url"))) throw new Error("signature");
};
const withJose = async (line) => {
  const { record, signatures: [entry] } = JSON.parse(line);
  if (!fits(record)) throw new Error("schema");
  const payload = Buffer.from(canonicalize(record)).toString("base64url");
  await flattenedVerify({ protected: entry.protected, payload, signature: entry.signature }, jose);
};

for (const [name, open] of [
  ["Node: JSON.parse + ajv + canonicalize + node:crypto", crypto],
  ["Node: JSON.parse + ajv + canonicalize + jose", withJose],
]) {
  let best = Infinity;
  for (let round = 0; round < 8; round++) {
    const begun = process.hrtime.bigint();
    for (const line of lines) await open(line);
    best = Math.min(best, Number(process.hrtime.bigint() - begun) / lines.length);
  }
  console.log(`${best.toFixed(0)} ${name}`);
}
