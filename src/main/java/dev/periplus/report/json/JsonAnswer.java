package dev.periplus.report.json;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.registry.Registration;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Why;
import dev.periplus.report.Words;
import org.jspecify.annotations.Nullable;

/**
 * Writes the answer for a flow as one object, for third-party formats that have no fields for it: {@code {"name":…,
 * "method":…,"confidence":…,"standing":…,"registered":{…},"evidence":[…],"rejected":[…],…}}. Members of the native
 * record are written as there.
 */
public final class JsonAnswer {
    private static final byte[] NAME = JsonText.ascii("{\"name\":");
    private static final byte[] METHOD = JsonText.name("method");
    private static final byte[] RULE = JsonText.name("rule");
    private static final byte[] PROTOCOLS = JsonText.name("protocols");
    private static final byte[] APPLICATION = JsonText.name("application");
    private static final byte[] UNKNOWN_BECAUSE = JsonText.name("unknown_because");
    private static final byte[] INCOMPLETE = JsonText.name("incomplete");
    private static final byte[] STANDING = JsonText.name("standing");
    private static final byte[] REGISTERED = JsonText.name("registered");
    private static final byte[] DESCRIPTION = JsonText.name("description");
    private static final byte[] CONFLICT = JsonText.name("conflict");
    private static final byte[] REJECTED = JsonText.name("rejected");
    private static final byte[] CAPTURE = JsonText.name("capture");
    private static final byte[] FLOW = JsonText.name("flow");
    private static final byte[] UID = JsonText.name("uid");
    private static final byte[] DIRECTION = JsonText.name("direction");
    private static final byte[] ENDED = JsonText.name("ended");

    private final JsonText json;
    private final JsonMembers members;
    private final FlowIds ids;

    /** @param ids of the format, used on the same thread */
    public JsonAnswer(JsonText json, FlowIds ids) {
        this.json = json;
        this.ids = ids;
        members = new JsonMembers(json);
    }

    public void write(FlowRecord record) {
        Verdict verdict = record.verdict();
        Verdict.Unknown unknown = verdict.unknownBecause();
        Evidence strongest = Why.strongest(record.evidence(), verdict.label());
        json.raw(NAME).known(verdict.label());
        json.raw(METHOD).known(Words.of(verdict.basis()));
        members.confidence(verdict.confidence());
        json.optional(RULE, strongest == null ? null : strongest.rule());
        members.texts(PROTOCOLS, record.protocols());
        json.optional(APPLICATION, record.application());
        json.optional(UNKNOWN_BECAUSE, unknown == null ? null : unknown.id());
        members.texts(
                INCOMPLETE, record.incomplete().stream().map(Incomplete::id).toList());
        json.raw(STANDING).known(record.standing().id());
        registered(record.registered(), record.standing() == Standing.NOT_AS_REGISTERED);
        members.evidence(record, record.evidence());
        members.alternatives(REJECTED, verdict.alternatives());
        members.inside(record);
        json.raw(CAPTURE).known(record.capture());
        json.raw(FLOW).number(record.number());
        json.raw(UID).plain(ids.uid(record.flow()));
        json.raw(DIRECTION).known(Words.of(record.flow().direction()));
        json.raw(ENDED).known(Words.of(record.flow().endReason()));
        members.tunnel(record.flow().tunnelKinds());
        members.processes(record.owners());
        members.metadata(record);
        json.raw('}');
    }

    private void registered(@Nullable Registration registered, boolean conflict) {
        if (registered != null) {
            json.raw(REGISTERED).raw(NAME).known(registered.name());
            json.raw(DESCRIPTION).known(registered.description());
            json.raw(CONFLICT).flag(conflict).raw('}');
        }
    }
}
