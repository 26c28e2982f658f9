-- Runs after all flows are in the database.

INSERT INTO hosts
SELECT address, sum(as_client), sum(as_server), sum(client_bytes), sum(server_bytes), min(start_ns), max(end_ns)
FROM (
    SELECT coalesce(client_ip, client_mac) AS address, 1 AS as_client, 0 AS as_server,
        client_bytes + server_bytes AS client_bytes, 0 AS server_bytes, start_ns, end_ns
    FROM flows
    UNION ALL
    SELECT coalesce(server_ip, server_mac), 0, 1, 0, client_bytes + server_bytes, start_ns, end_ns
    FROM flows)
GROUP BY address;

CREATE INDEX flows_by_server ON flows (server_ip, server_port);
CREATE INDEX flows_by_client ON flows (client_ip);
CREATE INDEX flows_by_port ON flows (server_port);
CREATE INDEX flows_by_label ON flows (label);
CREATE INDEX flows_by_start ON flows (start_ns);
CREATE INDEX flows_by_community_id ON flows (community_id);
CREATE UNIQUE INDEX evidence_by_flow ON evidence (flow, layer, position);
CREATE UNIQUE INDEX inside_by_flow ON inside (flow, layer);
CREATE UNIQUE INDEX protocols_by_flow ON protocols (flow, position);
CREATE UNIQUE INDEX metadata_by_flow ON metadata (flow, position);
CREATE UNIQUE INDEX alternatives_by_flow ON alternatives (flow, position);
CREATE UNIQUE INDEX incomplete_by_flow ON incomplete (flow, missing);
CREATE UNIQUE INDEX processes_by_flow ON processes (flow, position);
CREATE UNIQUE INDEX hosts_by_address ON hosts (address);
CREATE INDEX host_facts_by_address ON host_facts (address, kind);
CREATE INDEX host_facts_by_value ON host_facts (value);
CREATE INDEX evidence_by_rule ON evidence (rule);
CREATE INDEX metadata_by_field ON metadata (field, value);
