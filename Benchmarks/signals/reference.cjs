// Decodes the strings of standard input, each so many times, with the reference decoder of IAB Tech Lab, and prints the
// microseconds that one took, and the sum that keeps the work from being optimised away.
const { TCString } = require(process.argv[2] + "/node_modules/@iabtechlabtcf/core");
const rounds = Number(process.argv[3]);
const texts = require("fs").readFileSync(0, "utf8").split("\n").filter((line) => line.length > 0);
let members = 0;
for (const text of texts) members += TCString.decode(text).vendorConsents.maxId; // warm up
members = 0;
const started = process.hrtime.bigint();
for (let round = 0; round < rounds; round++) {
  for (const text of texts) members += TCString.decode(text).vendorConsents.maxId;
}
const elapsed = Number(process.hrtime.bigint() - started) / 1e3;
console.log(elapsed / (rounds * texts.length), members);
