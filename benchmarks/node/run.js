// Fills one template with one engine: node run.js ENGINE TEMPLATE VALUES OUT TIMES
// Prints the processor seconds of each time; the first is cold, the file of the last is kept in OUT.
"use strict";

const fs = require("fs");

const engines = {
  docxtemplater() {
    const PizZip = require("pizzip");
    const Docxtemplater = require("docxtemplater");
    return async (template, values) => {
      const options = { paragraphLoop: true, linebreaks: true, delimiters: { start: "{{", end: "}}" } };
      const document = new Docxtemplater(new PizZip(template), options);
      document.render(values);
      return document.getZip().generate({ type: "nodebuffer", compression: "DEFLATE" });
    };
  },
  "easy-template-x"() {
    const { TemplateHandler } = require("easy-template-x");
    const handler = new TemplateHandler({ delimiters: { tagStart: "{{", tagEnd: "}}" } });
    return async (template, values) => Buffer.from(await handler.process(template, values));
  },
  carbone() {
    const carbone = require("carbone");
    return (template, values, path) =>
      new Promise((resolve, reject) =>
        carbone.render(path, values, {}, (error, result) => (error ? reject(error) : resolve(result)))
      );
  },
};

async function main([engine, path, valuesPath, out, times]) {
  const template = fs.readFileSync(path);
  const values = JSON.parse(fs.readFileSync(valuesPath, "utf-8"));
  const fill = engines[engine]();
  const seconds = [];
  let result;
  for (let time = 0; time < Number(times); time += 1) {
    const before = process.cpuUsage();
    result = await fill(template, values, path);
    const used = process.cpuUsage(before);
    seconds.push((used.user + used.system) / 1e6);
  }
  fs.writeFileSync(out, result);
  process.stdout.write(JSON.stringify(seconds), () => process.exit(0));
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exit(1);
});
