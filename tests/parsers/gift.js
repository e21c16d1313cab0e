// Reads GIFT files with gift-pegjs; prints a list of questions for each, or what it refuses.
const fs = require("fs");
const { parse } = require("gift-pegjs");

const read = (path) => {
  try {
    return parse(fs.readFileSync(path, "utf8"));
  } catch (problem) {
    return { refused: problem.message };
  }
};
console.log(JSON.stringify(process.argv.slice(2).map(read)));
