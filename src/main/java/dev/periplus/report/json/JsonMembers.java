package dev.periplus.report.json;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Encapsulation;
import dev.periplus.report.Words;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.util.List;

/** Writes the parts of a record that all JSON formats share: members with a leading comma, and their values. */
public final class JsonMembers {
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final double CONFIDENCE_SCALE = 10_000;

    private static final byte[] VLAN = JsonText.name("vlan");
    private static final byte[] TUNNEL = JsonText.name("tunnel");
    private static final byte[] COPIES = JsonText.name("copies");
    private static final byte[] FIRST_VLAN = JsonText.ascii("{\"vlan\":");
    private static final byte[] BYTES = JsonText.name("bytes");
    private static final byte[] PROTOCOL = JsonText.name("protocol");
    private static final byte[] INSIDE = JsonText.name("inside");
    private static final byte[] HOST = JsonText.name("host");
    private static final byte[] FIELD = JsonText.name("field");
    private static final byte[] CONFIDENCE = JsonText.name("confidence");
    private static final byte[] EVIDENCE = JsonText.name("evidence");
    private static final byte[] FOR = JsonText.name("for");
    private static final byte[] WEIGHT = JsonText.name("weight");
    private static final byte[] SAYS = JsonText.name("says");
    private static final byte[] RULE = JsonText.name("rule");
    private static final byte[] IN_CAPTURE = JsonText.name("capture");
    private static final byte[] PACKET = JsonText.name("packet");
    private static final byte[] OFFSET = JsonText.name("offset");
    private static final byte[] METADATA = JsonText.name("metadata");
    private static final byte[] FIRST_LABEL = JsonText.ascii("{\"label\":");
    private static final byte[] FIRST_ID = JsonText.ascii("{\"id\":");
    private static final byte[] FIRST_KIND = JsonText.ascii("{\"kind\":");
    private static final byte[] SCAN = JsonText.ascii("\"scan\":{\"targets\":");
    private static final byte[] SERVICE = JsonText.ascii("\"service\":");
    private static final byte[] NO_PROCESS = JsonText.ascii(",\"process\":null");
    private static final byte[] PROCESS = JsonText.name("process");
    private static final byte[] SIDE = JsonText.ascii("{\"side\":");
    private static final byte[] GRADE = JsonText.name("grade");
    private static final byte[] PROCESSES = JsonText.name("processes");
    private static final byte[] FIRST_PID = JsonText.ascii("{\"pid\":");
    private static final byte[] NAME = JsonText.name("name");
    private static final byte[] USER = JsonText.name("user");
    private static final byte[] COMMAND_LINE = JsonText.name("command_line");
    private static final byte[] PATH = JsonText.name("path");

    private final JsonText json;

    public JsonMembers(JsonText json) {
        this.json = json;
    }

    /** Writes an array with an element for each side whose processes are known, or null. */
    void processes(List<Owner> owners) {
        if (owners.isEmpty()) {
            json.raw(NO_PROCESS);
            return;
        }
        json.raw(PROCESS).raw('[');
        for (int i = 0; i < owners.size(); i++) {
            Owner owner = owners.get(i);
            if (i > 0) {
                json.raw(',');
            }
            json.raw(SIDE).known(owner.role().word());
            json.raw(GRADE).known(owner.grade().word());
            json.raw(PROCESSES).raw('[');
            for (int j = 0; j < owner.processes().size(); j++) {
                OwningProcess process = owner.processes().get(j);
                if (j > 0) {
                    json.raw(',');
                }
                json.raw(FIRST_PID).number(process.pid());
                json.raw(NAME).text(process.name());
                json.raw(USER).text(process.user());
                json.raw(COMMAND_LINE).text(process.commandLine());
                json.raw(PATH).text(process.path());
                json.raw('}');
            }
            json.raw(']').raw('}');
        }
        json.raw(']');
    }

    /** Writes the VLAN ids, the outer first; nothing if there are none. */
    public void vlan(int vlan) {
        if (vlan == 0) {
            return;
        }
        json.raw(VLAN);
        ids(vlan);
    }

    private void ids(int vlan) {
        json.raw('[');
        if (Words.outerVlan(vlan) > 0) {
            json.number(Words.outerVlan(vlan)).raw(',');
        }
        if (vlan != 0) {
            json.number(Words.innerVlan(vlan));
        }
        json.raw(']');
    }

    /** Writes the kinds of tunnel around a flow, the outermost first; nothing if there are none. */
    void tunnel(int kinds) {
        if (kinds == 0) {
            return;
        }
        json.raw(TUNNEL).raw('[');
        for (int i = 0; i < Words.tunnels(kinds); i++) {
            separate(i).text(Words.tunnel(kinds, i));
        }
        json.raw(']');
    }

    /** Writes an array with the tags and tunnels of each further copy of a flow; empty for a copy without any. */
    void copies(List<Encapsulation> copies) {
        json.raw(COPIES).raw('[');
        for (int i = 0; i < copies.size(); i++) {
            separate(i).raw(FIRST_VLAN);
            ids(copies.get(i).vlan());
            tunnel(copies.get(i).tunnelKinds());
            json.raw('}');
        }
        json.raw(']');
    }

    /** Writes a comma unless the index is 0. */
    JsonText separate(int index) {
        return index == 0 ? json : json.raw(',');
    }

    public void texts(byte[] name, List<String> texts) {
        json.raw(name).texts(texts);
    }

    /** Writes the layers after changes of protocol; nothing if there are none. */
    void inside(FlowRecord record) {
        List<Layer> layers = record.inside();
        if (layers.isEmpty()) {
            return;
        }
        json.raw(INSIDE).raw('[');
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            separate(i).raw(FIRST_LABEL).text(layer.verdict().label());
            json.raw(PROTOCOL).text(layer.verdict().protocol());
            confidence(layer.verdict().confidence());
            evidence(record, layer.evidence());
            json.raw('}');
        }
        json.raw(']');
    }

    void evidence(FlowRecord record, List<Evidence> evidence) {
        json.raw(EVIDENCE).raw('[');
        for (int i = 0; i < evidence.size(); i++) {
            Evidence piece = evidence.get(i);
            separate(i).raw(FIRST_KIND).known(Words.of(piece.kind()));
            json.raw(FOR).known(piece.label());
            json.raw(WEIGHT).decimal(Math.round(piece.weight() * 10), 1);
            json.raw(SAYS).text(piece.says());
            json.raw(RULE).known(piece.rule());
            if (piece.packet() > 0 && piece.capture() != record.flow().capture()) {
                json.raw(IN_CAPTURE).text(record.capture(piece));
            }
            json.raw(PACKET);
            numberOrNull(piece.packet(), piece.packet() > 0);
            json.raw(OFFSET);
            numberOrNull(piece.offset(), piece.offset() >= 0);
            json.raw(BYTES).hex(piece.bytes()).raw('}');
        }
        json.raw(']');
    }

    /** Writes the other labels that have evidence. */
    void alternatives(byte[] name, List<Verdict.Alternative> alternatives) {
        json.raw(name).raw('[');
        for (int i = 0; i < alternatives.size(); i++) {
            separate(i).raw(FIRST_LABEL).known(alternatives.get(i).label());
            confidence(alternatives.get(i).confidence());
            json.raw('}');
        }
        json.raw(']');
    }

    void metadata(FlowRecord record) {
        json.raw(METADATA).raw('{');
        int members = groups(record.metadata());
        NamedService named = record.named();
        if (named != null) {
            separate(members++).raw(SERVICE).raw(FIRST_ID).text(named.service());
            json.raw(HOST).text(named.host());
            json.raw(FIELD).text(named.field()).raw('}');
        }
        if (record.scanTargets() > 0) {
            separate(members).raw(SCAN).number(record.scanTargets()).raw('}');
        }
        json.raw('}');
    }

    /** Writes the fields that detectors found; returns the number of groups. */
    private int groups(Metadata metadata) {
        int groups = 0;
        for (int i = 0; i < metadata.size(); ) {
            String group = metadata.group(i);
            separate(groups++).known(group).raw(':');
            char before = '{';
            while (i < metadata.size() && metadata.group(i).equals(group)) {
                json.raw(before).known(metadata.key(i)).raw(':');
                i = values(metadata, i);
                before = ',';
            }
            json.raw('}');
        }
        return groups;
    }

    /** Writes the values of a key, several as an array; returns the index of the next key. */
    private int values(Metadata metadata, int first) {
        int end = metadata.endOfKey(first);
        if (end == first + 1) {
            json.text(metadata.value(first));
            return end;
        }
        json.raw('[');
        for (int i = first; i < end; i++) {
            separate(i - first).text(metadata.value(i));
        }
        json.raw(']');
        return end;
    }

    public void confidence(double confidence) {
        json.raw(CONFIDENCE).decimal(Math.round(confidence * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
    }

    private void numberOrNull(long number, boolean there) {
        if (there) {
            json.number(number);
        } else {
            json.nothing();
        }
    }
}
