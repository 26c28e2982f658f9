package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.util.function.Consumer;

/** What the metadata of a record tells of the hosts of its flow, without the bytes, which only the packets have. */
public final class StatedFacts {
    private StatedFacts() {}

    /**
     * Hands on the facts of a record.
     *
     * @param capture index that the facts have
     */
    public static void of(FlowRecord record, int capture, Consumer<HostFact> to) {
        Flow flow = record.flow();
        Metadata metadata = record.metadata();
        Address server = flow.host(flow.serverSide());
        for (int i = 0; i < metadata.size(); i++) {
            String text = metadata.value(i);
            FieldFacts.Field field = FieldFacts.of(metadata.group(i), metadata.key(i));
            // what is inside may have been said of a server behind a proxy
            if (field != null
                    && (field.about() == Role.CLIENT || record.inside().isEmpty())) {
                Address by = flow.host(flow.side(field.by()));
                Address about = flow.host(flow.side(field.about()));
                to.accept(fact(
                        about, field.kind(text), field.value(text), field.grade(), field.words(), by, capture, flow));
            }
        }
        for (String name : metadata.values("dns", "answered_name")) {
            to.accept(fact(server, Kind.NAME, name, Grade.ANOTHER, "DNS answer", Address.ANY, capture, flow));
        }
    }

    private static HostFact fact(
            Address host, Kind kind, String value, Grade grade, String source, Address by, int capture, Flow flow) {
        return new HostFact(host, kind, value, grade, source, by, capture, 0, -1, null, flow.start());
    }
}
