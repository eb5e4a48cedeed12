/** The page that verifies a package: reads it, shows each step, finds one household. */

import { sha256Hex } from "./sha256.js";
import { unzip } from "./unzip.js";
import { findHousehold, verifyPackage } from "./package.js";

const page = document.querySelector("#verify");
const words = JSON.parse(page.dataset.words);
const part = (name) => page.querySelector(`[data-part="${name}"]`);
let files = null;

/** The half of a sentence "中文 / English" in the language of the page. */
function said(sentence) {
  const at = sentence.indexOf(" / ");
  if (at < 0) return sentence;
  return document.documentElement.lang === "en" ? sentence.slice(at + 3) : sentence.slice(0, at);
}

function show(name, visible) {
  part(name).hidden = !visible;
}

function addStep(title, seen, findings) {
  const item = document.createElement("li");
  item.className = findings.length ? "check check-wrong" : "check check-right";
  const mark = document.createElement("strong");
  mark.textContent = findings.length ? words.wrong : words.right;
  item.append(mark, ` ${title} — ${said(seen)}`);
  if (findings.length) item.append(listOf(findings));
  part("steps").append(item);
}

function listOf(findings) {
  const list = document.createElement("ul");
  for (const finding of findings.slice(0, 10)) {
    const item = document.createElement("li");
    item.textContent = finding; // Whole: the file and place stand before the first language.
    list.append(item);
  }
  if (findings.length > 10) {
    const item = document.createElement("li");
    item.textContent = words.more.replace("{n}", findings.length - 10);
    list.append(item);
  }
  return list;
}

function conclude(holds, text) {
  const result = part("result");
  result.className = holds ? "alert alert-success" : "alert alert-danger";
  result.textContent = text;
  result.hidden = false;
  result.focus();
}

function begin(text) {
  files = null;
  part("steps").replaceChildren();
  for (const name of ["result", "household", "found"]) show(name, false);
  part("progress").value = 0;
  part("doing").textContent = text;
  show("running", true);
}

async function verify(bytes) {
  const digest = sha256Hex(bytes);
  const known = digest === page.dataset.sha256;
  const expected = `package.zip: SHA-256 ${page.dataset.sha256} ≠ ${digest}`;
  addStep(words.file, digest, known ? [] : [expected]);
  files = await unzip(bytes);
  const outcome = await verifyPackage(files, {
    key: page.dataset.key || null,
    onStep: (step, number, of) => {
      addStep(said(step.name.replace(" ", " / ")), step.seen, step.findings);
      part("progress").value = number / of;
      part("doing").textContent = words.step.replace("{n}", number).replace("{of}", of);
    },
  });
  conclude(outcome.holds && known, outcome.holds && known ? words.holds : words.differs);
  show("household", outcome.holds && known);
}

async function run(text, read) {
  begin(text);
  try {
    await verify(await read());
  } catch (fault) {
    conclude(false, `${words.unreadable} ${fault.message}`);
  }
  show("running", false);
}

async function download() {
  const answer = await fetch(page.dataset.package);
  if (!answer.ok) throw new Error(`${answer.status} ${answer.statusText}`);
  return new Uint8Array(await answer.arrayBuffer());
}

function find() {
  const [code, number] = [part("code").value, part("number").value];
  const found = part("found");
  const seen = findHousehold(files, code, number);
  found.className = seen.times === 1 ? "alert alert-success" : "alert alert-danger";
  found.textContent = seen.times === 1 ? lineOf(seen) : words.missing.replace("{n}", seen.times);
  found.hidden = false;
  found.focus();
}

function lineOf(seen) {
  const held = seen.held ? `${seen.held.class} ${seen.held.unit}` : words.none;
  return words.once
    .replace("{id}", seen.id)
    .replace("{place}", seen.place)
    .replace("{places}", seen.places)
    .replace("{held}", held);
}

part("download").addEventListener("click", () => run(words.loading, download));
part("file").addEventListener("change", (event) => {
  const [file] = event.target.files;
  if (file) run(words.reading, async () => new Uint8Array(await file.arrayBuffer()));
});
part("find").addEventListener("click", find);
show("controls", true);
