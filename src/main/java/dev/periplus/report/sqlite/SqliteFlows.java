package dev.periplus.report.sqlite;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.ExhibitTaker;
import dev.periplus.answer.ReportedFlow;
import dev.periplus.report.Words;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the flows of a database together again from a row for each piece of evidence. */
final class SqliteFlows implements SqliteDatabase.Rows {
    /** Columns 1 to 8 are the flow's; then the layer, its label, and one piece of evidence for it or none. */
    static final String QUERY = """
            SELECT f.flow, coalesce(f.uid, ''), coalesce(f.community_id, ''), coalesce(f.transport, ''),
                coalesce(f.client_ip, f.client_mac, ''), coalesce(f.client_port, 0),
                coalesce(f.server_ip, f.server_mac, ''), coalesce(f.server_port, 0),
                coalesce(e.layer, 0), iif(coalesce(e.layer, 0) = 0, f.label, i.label),
                coalesce(e.kind, ''), coalesce(e.label, ''), coalesce(e.weight, 0), coalesce(e.rule, '')
            FROM flows AS f LEFT JOIN evidence AS e ON e.flow = f.flow
                LEFT JOIN inside AS i ON i.flow = f.flow AND i.layer = e.layer
            ORDER BY f.flow, coalesce(e.layer, 0), e.position""";

    private final ExhibitTaker into;
    private @Nullable ReportedFlow flow;
    private List<ReportedFlow.Layer> layers = List.of();
    private long number;
    private long layer;

    SqliteFlows(ExhibitTaker into) {
        this.into = into;
    }

    @Override
    public void row(ResultSet row) throws SQLException {
        long next = row.getLong(1);
        if (flow == null || next != number) {
            end();
            number = next;
            layers = new ArrayList<>();
            flow = flow(row);
        }
        if (layers.isEmpty() || layer != row.getLong(9)) {
            layer = row.getLong(9);
            layers.add(new ReportedFlow.Layer(row.getString(10), new ArrayList<>()));
        }
        Evidence.Kind kind = Words.kind(row.getString(11));
        if (kind != null) {
            Evidence piece = Evidence.of(kind, row.getString(12), row.getDouble(13), "", row.getString(14));
            layers.get(layers.size() - 1).evidence().add(piece);
        }
    }

    /** Hands on the last flow. */
    void end() {
        ReportedFlow whole = flow;
        if (whole != null) {
            into.flow(whole);
        }
        flow = null;
    }

    private ReportedFlow flow(ResultSet row) throws SQLException {
        int protocol = Transport.numberOfName(row.getString(4));
        int organisation = Transport.protocolOfName(row.getString(4));
        return new ReportedFlow(
                row.getString(2),
                endpoint(row.getString(5), row.getInt(6) + organisation, protocol),
                endpoint(row.getString(7), row.getInt(8) + organisation, protocol),
                row.getString(3),
                layers);
    }

    private static Endpoint endpoint(String ip, int port, int protocol) {
        Address address = Address.parse(ip);
        return new Endpoint(address == null ? Address.ANY : address, port, protocol);
    }
}
