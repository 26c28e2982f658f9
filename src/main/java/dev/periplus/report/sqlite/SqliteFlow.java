package dev.periplus.report.sqlite;

import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.report.Words;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.io.IOException;
import java.util.BitSet;
import java.util.List;

/** Writes the rows of a flow in all tables that hold flows. */
final class SqliteFlow {
    private static final double CONFIDENCE_SCALE = 10_000;
    private static final double WEIGHT_SCALE = 10;
    private static final int PORT_BITS = 16;

    private final SqliteCaptures captures;
    private final FlowRow flow;
    private final SqliteTable evidence;
    private final SqliteTable inside;
    private final SqliteTable protocols;
    private final SqliteTable metadata;
    private final SqliteTable alternatives;
    private final SqliteTable incomplete;
    private final SqliteTable processes;
    private final SqliteTable knownUsers;

    /** Ports whose known users are written, by IP protocol and port. */
    private final BitSet claimed = new BitSet();

    SqliteFlow(SqliteDatabase database, SqliteCaptures captures) throws IOException {
        this.captures = captures;
        flow = new FlowRow(database.table("flows"), captures);
        evidence = database.table("evidence");
        inside = database.table("inside");
        protocols = database.table("protocols");
        metadata = database.table("metadata");
        alternatives = database.table("alternatives");
        incomplete = database.table("incomplete");
        processes = database.table("processes");
        knownUsers = database.table("known_users");
    }

    void write(FlowRecord record) {
        flow.write(record);
        evidence(record, 0, record.evidence());
        inside(record);
        protocols(record);
        metadata(record);
        alternatives(record);
        for (Incomplete missing : record.incomplete()) {
            incomplete.number(record.number()).text(missing.id()).end();
        }
        processes(record);
        knownUsers(record);
    }

    private static SqliteTable confidence(SqliteTable table, double confidence) {
        return table.real(Math.round(confidence * CONFIDENCE_SCALE), CONFIDENCE_SCALE);
    }

    private void evidence(FlowRecord record, int layer, List<Evidence> pieces) {
        for (int i = 0; i < pieces.size(); i++) {
            Evidence piece = pieces.get(i);
            boolean placed = piece.packet() > 0;
            evidence.number(record.number()).number(layer).number(i);
            evidence.text(Words.of(piece.kind())).text(piece.label());
            evidence.real(Math.round(piece.weight() * WEIGHT_SCALE), WEIGHT_SCALE);
            evidence.text(piece.says()).text(piece.rule());
            evidence.number(placed ? captures.number(record.capture(piece)) : 0, placed);
            evidence.number(piece.packet(), placed).number(piece.offset(), piece.offset() >= 0);
            evidence.bytes(piece.bytes()).end();
        }
    }

    private void inside(FlowRecord record) {
        List<Layer> layers = record.inside();
        for (int i = 0; i < layers.size(); i++) {
            Verdict verdict = layers.get(i).verdict();
            inside.number(record.number()).number(i + 1).text(verdict.label()).text(verdict.protocol());
            confidence(inside, verdict.confidence()).end();
            evidence(record, i + 1, layers.get(i).evidence());
        }
    }

    private void protocols(FlowRecord record) {
        for (int i = 0; i < record.protocols().size(); i++) {
            protocols
                    .number(record.number())
                    .number(i)
                    .text(record.protocols().get(i))
                    .end();
        }
    }

    private void metadata(FlowRecord record) {
        Metadata found = record.metadata();
        int position = 0;
        while (position < found.size()) {
            String field = found.group(position) + "." + found.key(position);
            metadata(record, position, field, found.value(position));
            position++;
        }
        NamedService named = record.named();
        if (named != null) {
            metadata(record, position++, "service.id", named.service());
            metadata(record, position++, "service.host", named.host());
            metadata(record, position, "service.field", named.field());
        }
    }

    private void metadata(FlowRecord record, int position, String field, String value) {
        metadata.number(record.number())
                .number(position)
                .text(field)
                .text(value)
                .end();
    }

    private void alternatives(FlowRecord record) {
        List<Verdict.Alternative> others = record.verdict().alternatives();
        for (int i = 0; i < others.size(); i++) {
            alternatives.number(record.number()).number(i).text(others.get(i).label());
            confidence(alternatives, others.get(i).confidence()).end();
        }
    }

    private void processes(FlowRecord record) {
        int position = 0;
        for (Owner owner : record.owners()) {
            for (OwningProcess process : owner.processes()) {
                side(record, position++, owner).number(process.pid()).text(process.name());
                processes
                        .text(process.user())
                        .text(process.commandLine())
                        .text(process.path())
                        .end();
            }
            if (owner.processes().isEmpty()) {
                side(record, position++, owner).number(0, false).text(null);
                processes.text(null).text(null).text(null).end();
            }
        }
    }

    private SqliteTable side(FlowRecord record, int position, Owner owner) {
        processes.number(record.number()).number(position);
        return processes.text(owner.role().word()).text(owner.grade().word());
    }

    private void knownUsers(FlowRecord record) {
        Flow flow = record.flow();
        int port = flow.port(flow.serverSide());
        int place = flow.protocol() << PORT_BITS | port;
        if (record.knownUsers().isEmpty() || claimed.get(place)) {
            return;
        }
        claimed.set(place);
        for (KnownUser user : record.knownUsers()) {
            PortRange range = user.rangeOf(port);
            knownUsers.text(Transport.name(flow.protocol())).number(port).text(user.id());
            knownUsers.text(user.name()).text(range == null ? null : range.toString());
            knownUsers.text(String.join("; ", user.sources())).end();
        }
    }
}
