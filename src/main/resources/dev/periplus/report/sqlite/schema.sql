-- The database that -o sqlite=FILE writes. SQLite keeps the comments inside a statement: .schema shows them.
-- Texts that come from packets have their control characters written out, \xNN or \uNNNN, as in the table and in CSV.
-- Times are nanoseconds since 1970-01-01 UTC; the view timeline shows them as text (ISO 8601).

PRAGMA application_id = 1348825705;
PRAGMA user_version = 1;

CREATE TABLE run ( -- The run that wrote this database: one row.
    version TEXT NOT NULL, -- of Periplus
    rules INTEGER NOT NULL, -- how many protocols the rules know
    rules_sha256 TEXT, -- of the rules; NULL where the command does not take it
    command TEXT, -- the words after periplus, as a JSON array; NULL where the command does not keep them
    elapsed REAL NOT NULL -- seconds by the clock on the wall
);

CREATE TABLE captures ( -- What was read.
    capture INTEGER PRIMARY KEY, -- number, to which flows and evidence refer
    path TEXT NOT NULL, -- as it was given; the name of an interface where it was captured live
    path_utf8 BLOB, -- the path itself where control characters of it are written out in path; else NULL
    format TEXT, -- pcap, pcapng ...; NULL where nothing could be read
    packets INTEGER, -- read
    bytes INTEGER, -- captured, of these packets
    first_ns INTEGER, -- time of the first packet; NULL without packets
    last_ns INTEGER, -- time of the last packet
    damage TEXT, -- what was wrong with it; NULL for nothing
    damage_offset INTEGER, -- byte in the file where the damage is
    sha256 TEXT -- of the file, by review; else NULL
);

CREATE TABLE counters ( -- Every counter of the run: all that was lost is here.
    name TEXT PRIMARY KEY, -- of the counter
    value INTEGER NOT NULL -- how many
);

CREATE TABLE flows ( -- One row a flow: both directions of a 5-tuple, with VLAN and tunnel.
    flow INTEGER PRIMARY KEY, -- number in the run, from 1
    capture INTEGER NOT NULL REFERENCES captures (capture), -- that holds its first packet
    uid TEXT NOT NULL, -- the same in every run over the same capture; that of -o zeek
    community_id TEXT NOT NULL, -- Community ID, version 1, as other tools write it
    transport TEXT NOT NULL, -- tcp, udp, icmp ...
    vlan INTEGER, -- id; of two the inner; NULL for none
    outer_vlan INTEGER, -- id of the outer of two
    tunnel TEXT, -- kinds of tunnel around it, the outermost first; NULL for none
    client_ip TEXT NOT NULL, -- address of the client
    client_port INTEGER NOT NULL, -- port of the client; of ICMP type or code
    client_packets INTEGER NOT NULL, -- sent by the client
    client_bytes INTEGER NOT NULL, -- sent by the client, from the IP header on
    client_payload_bytes INTEGER NOT NULL, -- sent by the client above the transport
    server_ip TEXT NOT NULL, -- address of the server
    server_port INTEGER NOT NULL, -- port of the server
    server_packets INTEGER NOT NULL, -- sent by the server
    server_bytes INTEGER NOT NULL, -- sent by the server, from the IP header on
    server_payload_bytes INTEGER NOT NULL, -- sent by the server above the transport
    direction TEXT NOT NULL, -- how the client is known: observed, inferred or unknown
    start_ns INTEGER NOT NULL, -- time of its first packet
    end_ns INTEGER NOT NULL, -- time of its last packet
    ended TEXT NOT NULL, -- idle, closed, evicted or end-of-capture
    label TEXT, -- what it is; NULL for unknown
    protocol TEXT, -- the envelope in which the label lies; the label itself where there is none
    application TEXT, -- the service inside, by what the bytes or host names say
    basis TEXT NOT NULL, -- what carried the label: payload, behaviour, correlation, analyst or none
    confidence REAL NOT NULL, -- of the label, 0 to 1; 0 where there is none
    unknown_because TEXT, -- why there is no label
    registered_name TEXT, -- the service that IANA registered for the server's port: a claim, not a finding
    registered_description TEXT, -- IANA's words
    registered_date TEXT, -- when it was registered, where IANA says so
    standing TEXT NOT NULL, -- as-registered, not-as-registered, registered-only or unregistered
    scan_targets INTEGER -- where the client probes many ports without an answer, how many so far; else NULL
);

CREATE TABLE evidence ( -- What speaks for or against a label, and the bytes that it rests on.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose it is
    layer INTEGER NOT NULL, -- 0 for the flow itself, 1 and more for what lies inside
    position INTEGER NOT NULL, -- in the layer, from 0
    kind TEXT NOT NULL, -- signature, detector, behaviour, companion, announced, allocation, endpoint, contradiction, analyst
    label TEXT NOT NULL, -- that it speaks for; against, where the weight is negative
    weight REAL NOT NULL, -- in decibans: 10 times the decimal logarithm of the likelihood ratio
    says TEXT NOT NULL, -- one sentence
    rule TEXT NOT NULL, -- that produced it: file/signature, or the name of a detector
    capture INTEGER REFERENCES captures (capture), -- that holds the packet
    packet INTEGER, -- number in the capture, from 1; NULL where it rests on no bytes
    "offset" INTEGER, -- of the bytes in the packet's frame; NULL where they have no place in one packet
    bytes BLOB -- at most 32 of them
);

CREATE TABLE inside ( -- What a flow carries after its protocol handed over to another: STARTTLS, SOCKS, tunnels ...
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose it is
    layer INTEGER NOT NULL, -- from 1, the outer first
    label TEXT, -- what it is
    protocol TEXT, -- the envelope in which the label lies
    confidence REAL NOT NULL -- of the label
);

CREATE TABLE protocols ( -- Every protocol recognised in a flow.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose it is
    position INTEGER NOT NULL, -- from 0, in the order in which they lie in one another
    protocol TEXT NOT NULL -- its id
);

CREATE TABLE metadata ( -- What detectors read in a flow: names, versions, fingerprints.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose it is
    position INTEGER NOT NULL, -- from 0
    field TEXT NOT NULL, -- tls.sni, http.host ...; service.id, service.host and service.field say who its host names are
    value TEXT NOT NULL -- cut to 256 characters; a field may have several
);

CREATE TABLE alternatives ( -- The other labels that have evidence.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose they are
    position INTEGER NOT NULL, -- from 0, the likeliest first
    label TEXT NOT NULL, -- what it might be
    confidence REAL NOT NULL -- of that
);

CREATE TABLE incomplete ( -- What the capture does not show of a flow.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose it is
    missing TEXT NOT NULL -- one-sided, midstream or cut-short
);

CREATE TABLE processes ( -- The processes behind the sides of a flow, where they are known.
    flow INTEGER NOT NULL REFERENCES flows (flow), -- whose they are
    position INTEGER NOT NULL, -- from 0
    side TEXT NOT NULL, -- client or server
    grade TEXT NOT NULL, -- how well it is known: exact, listener-only, ambiguous, older-than-flow or gone
    pid INTEGER, -- of the process; NULL where it is gone
    name TEXT, -- of the program
    user TEXT, -- that runs it
    command_line TEXT, -- may hold secrets
    path TEXT -- of the program
);

CREATE TABLE known_users ( -- Others known to use the ports of the servers here: claims on a number or a range.
    transport TEXT NOT NULL, -- as in flows
    port INTEGER NOT NULL, -- the server_port of flows
    id TEXT NOT NULL, -- of the user
    name TEXT NOT NULL, -- of the product or protocol
    ports TEXT, -- the range, or single port, of this user that holds the port
    source TEXT NOT NULL, -- who says so
    PRIMARY KEY (transport, port, id)
);

CREATE TABLE hosts ( -- Every address, as client and as server.
    address TEXT NOT NULL, -- IPv4 or IPv6
    flows_as_client INTEGER NOT NULL, -- how many it began
    flows_as_server INTEGER NOT NULL, -- how many it took
    bytes_as_client INTEGER NOT NULL, -- of the flows it began, both directions
    bytes_as_server INTEGER NOT NULL, -- of the flows it took, both directions
    first_ns INTEGER NOT NULL, -- when its first flow begins
    last_ns INTEGER NOT NULL -- when its last flow ends
);

CREATE TABLE findings ( -- What a review has to say of all flows together, the gravest first; empty for other commands.
    finding INTEGER PRIMARY KEY, -- number, from 1
    id TEXT NOT NULL, -- of the rule in rules/findings.yaml
    severity TEXT NOT NULL, -- info, low, medium, high or critical
    severity_rank INTEGER NOT NULL, -- the same from 0 to 4
    title TEXT NOT NULL, -- in a few words
    place TEXT NOT NULL, -- the host, port and transport it is about
    label TEXT, -- that was seen
    flows INTEGER NOT NULL, -- it rests on
    clients INTEGER NOT NULL, -- of these flows; where there are many, about
    bytes INTEGER NOT NULL, -- of these flows
    first_ns INTEGER NOT NULL, -- when the first of these flows begins
    last_ns INTEGER NOT NULL, -- when the last of them ends
    means TEXT NOT NULL -- what it may mean, and what to look at
);

CREATE TABLE finding_facts ( -- What a finding rests on, in sentences.
    finding INTEGER NOT NULL REFERENCES findings (finding), -- whose it is
    position INTEGER NOT NULL, -- from 0
    says TEXT NOT NULL, -- one sentence
    PRIMARY KEY (finding, position)
);

CREATE TABLE finding_flows ( -- Flows of a finding to look at.
    finding INTEGER NOT NULL REFERENCES findings (finding), -- whose it is
    position INTEGER NOT NULL, -- from 0, the most telling first
    flow INTEGER NOT NULL REFERENCES flows (flow), -- to look at
    PRIMARY KEY (finding, position)
);

CREATE VIEW timeline AS -- Flows in the order of their beginnings, with times as text and in seconds.
SELECT flow,
    strftime('%Y-%m-%dT%H:%M:%S', start_ns / 1000000000, 'unixepoch') || printf('.%09dZ', start_ns % 1000000000)
        AS start_time,
    strftime('%Y-%m-%dT%H:%M:%S', end_ns / 1000000000, 'unixepoch') || printf('.%09dZ', end_ns % 1000000000)
        AS end_time,
    (end_ns - start_ns) / 1e9 AS duration, transport, client_ip, client_port, server_ip, server_port,
    client_bytes + server_bytes AS bytes, label, application, confidence, unknown_because, registered_name, standing
FROM flows
ORDER BY start_ns, flow;

CREATE VIEW services AS -- What each server speaks on which port, and what the port is registered for.
SELECT server_ip AS host, transport, server_port AS port, label, registered_name, standing,
    count(*) AS flows, count(DISTINCT client_ip) AS clients, sum(client_bytes + server_bytes) AS bytes,
    max(confidence) AS confidence,
    strftime('%Y-%m-%dT%H:%M:%SZ', min(start_ns) / 1000000000, 'unixepoch') AS first_time,
    strftime('%Y-%m-%dT%H:%M:%SZ', max(end_ns) / 1000000000, 'unixepoch') AS last_time
FROM flows
WHERE label IS NOT NULL AND transport IN ('tcp', 'udp', 'sctp')
GROUP BY server_ip, transport, server_port, label, registered_name, standing;

CREATE VIEW ports AS -- The ports of servers, with everything that was seen on them.
SELECT transport, server_port AS port, registered_name, group_concat(DISTINCT label) AS labels,
    count(*) AS flows, count(*) - count(label) AS unknown_flows, count(DISTINCT server_ip) AS servers,
    count(DISTINCT client_ip) AS clients, sum(client_bytes + server_bytes) AS bytes
FROM flows
WHERE transport IN ('tcp', 'udp', 'sctp')
GROUP BY transport, server_port, registered_name;

CREATE VIEW labels_over_time AS -- How many flows of each label began in each minute; label is NULL for unknown.
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

CREATE VIEW exhibits AS -- The bytes that evidence rests on, in hex, and where they lie: what periplus verify confirms.
SELECT evidence.flow, evidence.layer, evidence.label, evidence.weight, evidence.says, evidence.rule,
    captures.path, evidence.packet, evidence."offset", lower(hex(evidence.bytes)) AS bytes
FROM evidence JOIN captures USING (capture)
WHERE evidence.bytes IS NOT NULL;
