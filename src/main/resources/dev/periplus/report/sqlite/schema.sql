-- The database that -o sqlite=FILE writes. SQLite keeps comments inside statements: .schema shows them.
-- Control characters in text from packets are escaped as \xNN or \uNNNN, as in the table and in CSV.
-- Times are nanoseconds since 1970-01-01 UTC; the view timeline shows them as text (ISO 8601).

PRAGMA application_id = 1348825705;
PRAGMA user_version = 1;

CREATE TABLE run ( -- The run that wrote this database: one row.
    version TEXT NOT NULL, -- of Periplus
    rules INTEGER NOT NULL, -- number of protocols in the rules
    rules_sha256 TEXT, -- of the rules; NULL if the command does not compute it
    command TEXT, -- arguments of periplus as a JSON array; NULL if the command does not record them
    elapsed REAL NOT NULL, -- seconds of wall-clock time
    made_ns INTEGER -- when the run ended, by the clock of its machine
);

CREATE TABLE captures ( -- Captures read.
    capture INTEGER PRIMARY KEY, -- number that flows and evidence refer to
    path TEXT NOT NULL, -- as given; the interface name for live capture
    path_utf8 BLOB, -- original path if path has escaped characters; else NULL
    format TEXT, -- pcap, pcapng ...; NULL if the file could not be read
    packets INTEGER, -- packets read
    bytes INTEGER, -- captured bytes of these packets
    first_ns INTEGER, -- time of the first packet; NULL if there are no packets
    last_ns INTEGER, -- time of the last packet
    damage TEXT, -- what is wrong with the file; NULL if nothing
    damage_offset INTEGER, -- byte offset of the damage in the file
    sha256 TEXT -- of the file, computed by review; else NULL
);

CREATE TABLE accepted ( -- Services that an accepted.yaml keeps out of the findings, the first thousand of each file.
    file TEXT NOT NULL, -- path of the file
    author TEXT NOT NULL, -- user that the file belongs to
    service TEXT NOT NULL -- the protocol, where it is served, and the ticket
);

CREATE TABLE counters ( -- Every counter of the run, all losses included.
    name TEXT PRIMARY KEY, -- of the counter
    value INTEGER NOT NULL -- count
);

CREATE TABLE flows ( -- One row per flow: both directions of a 5-tuple, with VLAN and tunnel.
    flow INTEGER PRIMARY KEY, -- number in the run, from 1
    capture INTEGER NOT NULL REFERENCES captures (capture), -- capture with its first packet
    uid TEXT NOT NULL, -- the same in every run over the same capture; equal to the uid of -o zeek
    community_id TEXT, -- Community ID, version 1; NULL without IP
    transport TEXT NOT NULL, -- tcp, udp, icmp ...; ether:0x88cc, llc:0x42, snap:0x00000c:0x2000 without IP
    vlan INTEGER, -- id, the inner one of two; NULL if there is none
    outer_vlan INTEGER, -- id of the outer VLAN; NULL if there are not two
    tunnel TEXT, -- kinds of tunnel around it, the outermost first; NULL if there is none
    client_ip TEXT, -- address of the client; NULL without IP
    client_port INTEGER, -- port of the client; type or code for ICMP; NULL without IP
    client_mac TEXT, -- station of the client in frames without IP; else NULL
    client_packets INTEGER NOT NULL, -- sent by the client
    client_bytes INTEGER NOT NULL, -- sent by the client, IP header included; whole frames without IP
    client_payload_bytes INTEGER NOT NULL, -- transport payload sent by the client
    server_ip TEXT, -- address of the server; NULL without IP
    server_port INTEGER, -- port of the server; NULL without IP
    server_mac TEXT, -- station, or group of stations, of the server in frames without IP; else NULL
    server_packets INTEGER NOT NULL, -- sent by the server
    server_bytes INTEGER NOT NULL, -- sent by the server, IP header included; whole frames without IP
    server_payload_bytes INTEGER NOT NULL, -- transport payload sent by the server
    direction TEXT NOT NULL, -- how the client is known: observed, inferred or unknown
    start_ns INTEGER NOT NULL, -- time of its first packet
    end_ns INTEGER NOT NULL, -- time of its last packet
    ended TEXT NOT NULL, -- idle, closed, evicted or end-of-capture
    label TEXT, -- what the flow is; NULL if unknown
    protocol TEXT, -- protocol that carries the label; the label itself if none does
    application TEXT, -- service inside, identified by bytes or host names
    basis TEXT NOT NULL, -- what the label rests on: payload, behaviour, correlation, analyst or none
    confidence REAL NOT NULL, -- of the label, 0 to 1; 0 without a label
    unknown_because TEXT, -- why there is no label; NULL if there is one
    registered_name TEXT, -- service registered with IANA for the server's port: a claim, not an observation
    registered_description TEXT, -- description by IANA
    registered_date TEXT, -- date of registration, if IANA gives it
    standing TEXT NOT NULL, -- as-registered, not-as-registered, registered-only or unregistered
    scan_targets INTEGER -- ports the client has probed so far, if it scans; else NULL
);

CREATE TABLE evidence ( -- Evidence for or against a label, or for an application, and the bytes it rests on.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    layer INTEGER NOT NULL, -- 0 for the flow itself, 1 and up for protocols inside
    position INTEGER NOT NULL, -- in the layer, from 0
    kind TEXT NOT NULL, -- signature, detector, behaviour, companion, announced, allocation, endpoint, contradiction, analyst, application
    label TEXT NOT NULL, -- label it supports, or opposes if the weight is negative; for the kind application, the application
    weight REAL NOT NULL, -- in decibans: 10 times the decimal logarithm of the likelihood ratio
    says TEXT NOT NULL, -- one sentence
    rule TEXT NOT NULL, -- rule that produced it: file/signature, or the name of a detector
    capture INTEGER REFERENCES captures (capture), -- capture with the packet
    packet INTEGER, -- number in the capture, from 1; NULL if the evidence rests on no bytes
    "offset" INTEGER, -- of the bytes in the packet's frame; NULL if they do not lie in one packet
    bytes BLOB -- at most 32 bytes
);

CREATE TABLE inside ( -- Protocols inside a flow after a change of protocol: STARTTLS, SOCKS, tunnels ...
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    layer INTEGER NOT NULL, -- from 1, outermost first
    label TEXT, -- what the layer is
    protocol TEXT, -- protocol that carries the label
    confidence REAL NOT NULL -- of the label
);

CREATE TABLE protocols ( -- Every protocol identified in a flow.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    position INTEGER NOT NULL, -- from 0, outermost first
    protocol TEXT NOT NULL -- protocol id
);

CREATE TABLE metadata ( -- Metadata that detectors extracted from a flow: names, versions, fingerprints.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    position INTEGER NOT NULL, -- from 0
    field TEXT NOT NULL, -- tls.sni, http.host ...; service.id, service.host and service.field identify the service by host name
    value TEXT NOT NULL -- at most 256 characters; a field may have several values
);

CREATE TABLE alternatives ( -- Other labels with evidence.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    position INTEGER NOT NULL, -- from 0, most likely first
    label TEXT NOT NULL, -- other label
    confidence REAL NOT NULL -- of that label
);

CREATE TABLE incomplete ( -- What the capture lacks of a flow.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    missing TEXT NOT NULL -- one-sided, midstream, cut-short, gap, budget or unanswered
);

CREATE TABLE processes ( -- Processes behind the sides of a flow, if known.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- flow it belongs to
    position INTEGER NOT NULL, -- from 0
    side TEXT NOT NULL, -- client or server
    grade TEXT NOT NULL, -- how certain it is: exact, listener-only, ambiguous, older-than-flow or gone
    pid INTEGER, -- of the process; NULL if the process is gone
    name TEXT, -- of the program
    user TEXT, -- user that runs it
    command_line TEXT, -- may hold secrets
    path TEXT -- of the program
);

CREATE TABLE known_users ( -- Other known users of the server ports in flows: claims on a port or a range.
    transport TEXT NOT NULL, -- as in flows
    port INTEGER NOT NULL, -- server_port of flows
    id TEXT NOT NULL, -- of the user
    name TEXT NOT NULL, -- of the product or protocol
    ports TEXT, -- range, or single port, of this user that contains the port
    source TEXT NOT NULL, -- source of the claim
    PRIMARY KEY (transport, port, id)
);

CREATE TABLE hosts ( -- Every address, as client and as server.
    address TEXT NOT NULL, -- IPv4 or IPv6
    flows_as_client INTEGER NOT NULL, -- flows in which it is the client
    flows_as_server INTEGER NOT NULL, -- flows in which it is the server
    bytes_as_client INTEGER NOT NULL, -- bytes of these flows as client, both directions
    bytes_as_server INTEGER NOT NULL, -- bytes of these flows as server, both directions
    first_ns INTEGER NOT NULL, -- start of its first flow
    last_ns INTEGER NOT NULL -- end of its last flow
);

CREATE TABLE host_facts ( -- What is known of hosts: names, MAC addresses, systems, users, roles.
    address TEXT NOT NULL, -- IPv4, IPv6 or MAC address of the host
    kind TEXT NOT NULL, -- name, domain, user, mac, system, model, role, software, fingerprint or address
    value TEXT NOT NULL, -- as it was said
    grade TEXT NOT NULL, -- itself (said by the host), another (said by another host) or inferred
    source TEXT NOT NULL, -- the field that says it, such as DHCP option 12
    said_by TEXT, -- address of the sender; null if it has none yet
    capture TEXT, -- path of the capture
    packet INTEGER, -- number in the capture, from 1
    "offset" INTEGER, -- of the bytes in the packet's frame; null if they do not lie in one
    bytes BLOB, -- the first 32 of them
    time_ns INTEGER NOT NULL -- of the packet
);

CREATE TABLE findings ( -- Findings of a review, the most severe first; empty for other commands.
    finding INTEGER PRIMARY KEY, -- number, from 1
    uid TEXT NOT NULL, -- the same in every review of the same captures; exhibit takes it
    id TEXT NOT NULL, -- of the rule in rules/findings.yaml
    severity TEXT NOT NULL, -- info, low, medium, high or critical
    severity_rank INTEGER NOT NULL, -- severity as a number from 0 to 4
    techniques TEXT NOT NULL, -- of MITRE ATT&CK that it may be a sign of, separated by commas
    title TEXT NOT NULL, -- short title
    place TEXT NOT NULL, -- host, port and transport it is about
    host TEXT, -- address of the service, of the first if there are several; NULL if it is about a client
    port INTEGER, -- port of that service
    transport TEXT, -- transport of that service
    label TEXT, -- label seen; NULL if none
    flows INTEGER NOT NULL, -- flows it rests on
    clients INTEGER NOT NULL, -- clients of these flows; an estimate if there are many
    client_ips TEXT NOT NULL, -- addresses of the first ten clients, separated by commas
    bytes INTEGER NOT NULL, -- bytes of these flows
    uploaded INTEGER NOT NULL, -- bytes of these flows from clients to servers
    first_ns INTEGER NOT NULL, -- start of the first of these flows
    last_ns INTEGER NOT NULL, -- end of the last of these flows
    means TEXT NOT NULL -- what it may mean, and what to check
);

CREATE TABLE finding_facts ( -- Facts behind a finding, in sentences.
    finding INTEGER NOT NULL REFERENCES findings (finding), -- finding it belongs to
    position INTEGER NOT NULL, -- from 0
    says TEXT NOT NULL, -- one sentence
    PRIMARY KEY (finding, position)
);

CREATE TABLE finding_flows ( -- Example flows of a finding.
    finding INTEGER NOT NULL REFERENCES findings (finding), -- finding it belongs to
    position INTEGER NOT NULL, -- from 0, most significant first
    flow INTEGER NOT NULL REFERENCES flows (flow), -- example flow
    PRIMARY KEY (finding, position)
);

CREATE VIEW timeline AS -- Flows in order of their start, with times as text and durations in seconds.
SELECT flow,
    strftime('%Y-%m-%dT%H:%M:%S', start_ns / 1000000000, 'unixepoch') || printf('.%09dZ', start_ns % 1000000000)
        AS start_time,
    strftime('%Y-%m-%dT%H:%M:%S', end_ns / 1000000000, 'unixepoch') || printf('.%09dZ', end_ns % 1000000000)
        AS end_time,
    (end_ns - start_ns) / 1e9 AS duration, transport, coalesce(client_ip, client_mac) AS client_ip, client_port,
    coalesce(server_ip, server_mac) AS server_ip, server_port,
    client_bytes + server_bytes AS bytes, label, application, confidence, unknown_because, registered_name, standing
FROM flows
ORDER BY start_ns, flow;

CREATE VIEW services AS -- Services by server and port, and what the port is registered for.
SELECT server_ip AS host, transport, server_port AS port, label, registered_name, standing,
    count(*) AS flows, count(DISTINCT client_ip) AS clients, sum(client_bytes + server_bytes) AS bytes,
    max(confidence) AS confidence,
    strftime('%Y-%m-%dT%H:%M:%SZ', min(start_ns) / 1000000000, 'unixepoch') AS first_time,
    strftime('%Y-%m-%dT%H:%M:%SZ', max(end_ns) / 1000000000, 'unixepoch') AS last_time
FROM flows
WHERE label IS NOT NULL AND transport IN ('tcp', 'udp', 'sctp')
GROUP BY server_ip, transport, server_port, label, registered_name, standing;

CREATE VIEW ports AS -- Server ports, and everything seen on them.
SELECT transport, server_port AS port, registered_name, group_concat(DISTINCT label) AS labels,
    count(*) AS flows, count(*) - count(label) AS unknown_flows, count(DISTINCT server_ip) AS servers,
    count(DISTINCT client_ip) AS clients, sum(client_bytes + server_bytes) AS bytes
FROM flows
WHERE transport IN ('tcp', 'udp', 'sctp')
GROUP BY transport, server_port, registered_name;

CREATE VIEW labels_over_time AS -- Flows that began in each minute, by label; label is NULL if unknown.
SELECT strftime('%Y-%m-%dT%H:%MZ', start_ns / 1000000000, 'unixepoch') AS minute, label,
    count(*) AS flows, sum(client_bytes + server_bytes) AS bytes
FROM flows
GROUP BY start_ns / 60000000000, label;

CREATE VIEW unknown AS -- Why flows have no label.
SELECT unknown_because, transport, count(*) AS flows, count(DISTINCT server_ip) AS servers,
    sum(client_bytes + server_bytes) AS bytes
FROM flows
WHERE label IS NULL
GROUP BY unknown_because, transport;

CREATE VIEW exhibits AS -- Bytes that evidence rests on, in hex, and their position: what periplus verify confirms.
SELECT evidence.flow, evidence.layer, evidence.label, evidence.weight, evidence.says, evidence.rule,
    captures.path, evidence.packet, evidence."offset", lower(hex(evidence.bytes)) AS bytes
FROM evidence JOIN captures USING (capture)
WHERE evidence.bytes IS NOT NULL;
