// One flow: its label, the evidence, the bytes, and commands to reproduce it.

const STANDINGS = {
  "as-registered": ["=", "as registered"],
  "not-as-registered": ["≠", "not as registered"],
  "registered-only": ["?", "registered only, which proves nothing"],
  unregistered: ["", "port not registered"],
};

function endpoint({ ip, port, mac }) {
  if (mac) {
    return mac;
  }
  return (ip.includes(":") ? "[" + ip + "]" : ip) + ":" + port;
}

function hostLink(side) {
  return filterLink(endpoint(side), side.mac ? "mac" : "ip", side.mac ?? side.ip);
}

function section(title, ...content) {
  return [el("h3", {}, title), ...content];
}

function pairs(entries) {
  const present = entries.filter(([, value]) => value !== null && value !== undefined && value !== "");
  return el("dl", {}, present.flatMap(([key, value]) => [el("dt", {}, key), el("dd", {}, value)]));
}

/** Everything in the record. */
function flowDetail(flow, why) {
  return [
    el("p", { class: "says" }, verdictText(flow)),
    why ? el("p", {}, why) : null,
    pairs(about(flow)),
    ...section("Evidence", evidenceList(flow, flow.evidence, flow.label)),
    ...(flow.inside ?? []).flatMap((layer) =>
      section("Then " + layer.label + " " + confidenceText(layer.confidence), evidenceList(flow, layer.evidence, layer.label))),
    ...alternatives(flow),
    ...claims(flow),
    ...metadata(flow),
    ...processes(flow),
    ...section("Reproduce", ...commands(flow).map(([what, command]) =>
      [el("p", { class: "note" }, what), el("pre", { class: "command" }, command)]).flat()),
  ];
}

function verdictText(flow) {
  const [mark, words] = STANDINGS[flow.standing];
  const label = flow.label === null
    ? [el("strong", {}, "unknown"), ": " + flow.unknown_because]
    : [el("strong", { class: flow.standing === "not-as-registered" ? "conflict" : null }, flow.label),
      " " + confidenceText(flow.confidence) + " by " + flow.basis];
  return [...label, "; ", mark ? el("span", { "aria-hidden": "true" }, mark + " ") : null, words];
}

function about(flow) {
  const side = ({ packets, bytes, payload_bytes: payload }) =>
    counted(packets, "packet") + ", " + bytesText(bytes) + ", " + bytesText(payload) + " payload";
  return [
    ["client", [hostLink(flow.client), " sent " + side(flow.client)]],
    ["server", [hostLink(flow.server), " sent " + side(flow.server)]],
    ["direction", flow.direction],
    ["time", flow.start.replace("T", " ").replace("Z", " UTC") + ", " + durationText(flow.duration) + ", " + flow.ended],
    ["application", flow.application],
    ["protocols", flow.protocols.length > 1 ? flow.protocols.join(", then ") : null],
    ["incomplete", flow.incomplete?.join(", ")],
    ["VLAN", flow.vlan?.join(" / ")],
    ["tunnel", flow.tunnel?.join(", ")],
    ["capture", flow.capture],
    ["uid", el("span", { class: "mono" }, flow.uid)],
    ["community id", el("span", { class: "mono" }, flow.community_id)],
  ];
}

/** Evidence for the label first, then by descending weight. */
function evidenceList(flow, evidence, label) {
  if (evidence.length === 0) {
    return el("p", {}, "None.");
  }
  const inOrder = [...evidence].sort((a, b) => (a.for !== label) - (b.for !== label) || b.weight - a.weight);
  return el("ol", { class: "evidence" }, inOrder.map((piece) => el("li", {},
    el("span", { class: piece.weight < 0 ? "weight against" : "weight" }, (piece.weight < 0 ? "−" : "+") + Math.abs(piece.weight).toFixed(1)),
    el("span", {}, piece.kind),
    el("span", {}, (piece.weight < 0 ? "against " : "for ") + piece.for + ": " + piece.says),
    el("span", { class: "more" }, piece.rule + place(flow, piece)),
    piece.bytes ? el("pre", { tabindex: "0", role: "group", "aria-label": "Bytes" }, hexDump(piece.bytes)) : null)));
}

function place(flow, piece) {
  if (piece.packet === null) {
    return "";
  }
  return ", packet " + piece.packet + " in " + (piece.capture ?? flow.capture)
    + (piece.offset === null ? "" : ", byte " + piece.offset);
}

/** Sixteen bytes per line, as hex and as ASCII. */
function hexDump(hex) {
  return el("span", {}, hex.match(/.{1,32}/g).flatMap((line, i) => {
    const octets = line.match(/../g);
    const ascii = octets.map((octet) => {
      const code = parseInt(octet, 16);
      return code >= 0x20 && code < 0x7f ? String.fromCharCode(code) : ".";
    });
    return [i ? el("br") : null, octets.join(" ").padEnd(49) + ascii.join("")];
  }));
}

function alternatives(flow) {
  return flow.alternatives.length === 0 ? [] : section("Other labels with evidence",
    pairs(flow.alternatives.map(({ label, confidence }) => [label, confidenceText(confidence)])));
}

function claims(flow) {
  const registered = flow.registered && ["IANA", flow.registered.name
    + (flow.registered.description ? ": " + flow.registered.description : "")
    + (flow.registered.date ? " (" + flow.registered.date + ")" : "")];
  const users = flow.known_users.map(({ id, range, source }) => [id, (range ? range + "; " : "") + source]);
  const all = registered ? [registered, ...users] : users;
  return all.length === 0 ? [] : section(
    "Claims on " + (flow.server.port ? "port " + flow.server.port + "/" : "") + flow.transport + " (unproven)", pairs(all));
}

function metadata(flow) {
  const fields = Object.entries(flow.metadata).flatMap(([group, keys]) =>
    Object.entries(keys).map(([key, value]) => [group + "." + key, Array.isArray(value) ? value.join(", ") : value]));
  return fields.length === 0 ? [] : section("Metadata", pairs(fields));
}

function processes(flow) {
  return flow.process === null ? [] : section("Processes", pairs(flow.process.map(({ side, grade, processes: all }) =>
    [side, grade + ": " + all.map((one) => [one.name, one.pid, one.user, one.command_line ?? one.path].filter(Boolean).join(", ")).join("; ")])));
}

/** The captures that the flow rests on; the folder of a case with many captures. */
function inputsOf(flow) {
  const folder = run.inputs[0].replace(/\/[^/]*$/, "");
  const within = run.reviewed && run.inputs.length > 1 && run.inputs.every((path) => path.startsWith(folder + "/"));
  const all = within ? [folder] : run.inputs;
  const own = [flow.capture, ...flow.evidence.map((piece) => piece.capture ?? flow.capture)];
  return (all.length <= 6 ? all : [...new Set(own)]).map(shellWord).join(" ");
}

function commands(flow) {
  if (run.inputs.length === 0) {
    return [];
  }
  const inputs = inputsOf(flow);
  const own = shellWord(flow.capture);
  const one = "'uid==" + flow.uid + "'";
  const explained = run.inputs.length === 1 && !run.reviewed
    ? [["Evidence, and its packets:", "periplus explain --flow " + flow.flow + " " + inputs]]
    : [];
  const version = flow.client.mac ? "eth" : flow.client.ip.includes(":") ? "ipv6" : "ip";
  const ports = ["tcp", "udp", "sctp"].includes(flow.transport)
    ? [flow.client.port, flow.server.port].map((port) => ` && ${flow.transport}.port == ${port}`).join("")
    : "";
  const shown = `${version}.addr == ${flow.client.mac ?? flow.client.ip} && ${version}.addr == ${flow.server.mac ?? flow.server.ip}${ports}`;
  return [
    ...explained,
    ["Label and evidence:", "periplus replay --evidence -Y " + one + " " + inputs],
    ["Packets of the flow:", `periplus carve -Y ${one} -w flow-${flow.flow}.pcapng ${inputs}`],
    ["In Wireshark:", shown],
    ["In tshark:", `tshark -r ${own} -Y '${shown}'`],
  ];
}
