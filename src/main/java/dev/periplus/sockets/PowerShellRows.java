package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Get-NetTCPConnection} and {@code Get-NetUDPEndpoint} with {@code ConvertTo-Csv} or {@code Export-Csv}. Finds
 * columns by property name, which is English in every language (MSFT_NetTCPConnection, MSFT_NetUDPEndpoint).
 *
 * <pre>
 * #TYPE Microsoft.Management.Infrastructure.CimInstance#root/standardcimv2/MSFT_NetTCPConnection
 * "LocalAddress","LocalPort","RemoteAddress","RemotePort","State","OwningProcess"
 * "0.0.0.0","3389","0.0.0.0","0","Listen","1304"
 * </pre>
 */
final class PowerShellRows implements LineFormat {
    private static final String TYPE = "#TYPE ";

    private final Map<String, Integer> columns = new HashMap<>();
    private int count;
    private int typed = ParsedTable.OTHER;
    private int transport;

    @Override
    public LineResult read(TableLine line, ParsedTable table) {
        String text = line.text().strip();
        if (text.startsWith(TYPE)) {
            return type(text);
        }
        if (text.indexOf(',') < 0) {
            return LineResult.UNRECOGNISED;
        }
        List<String> fields = CsvLine.fields(text);
        if (isHeading(fields)) {
            heading(fields);
            return LineResult.READ;
        }
        return fields.size() == count && count > 0 ? row(fields, table) : LineResult.UNRECOGNISED;
    }

    private LineResult type(String text) {
        typed = text.contains("MSFT_NetUDPEndpoint")
                ? Transport.UDP
                : text.contains("MSFT_NetTCPConnection") ? Transport.TCP : ParsedTable.OTHER;
        return typed == ParsedTable.OTHER ? LineResult.UNRECOGNISED : LineResult.READ;
    }

    private static boolean isHeading(List<String> fields) {
        return fields.stream().anyMatch("LocalAddress"::equalsIgnoreCase)
                && fields.stream().anyMatch("LocalPort"::equalsIgnoreCase);
    }

    private void heading(List<String> fields) {
        columns.clear();
        for (int i = 0; i < fields.size(); i++) {
            columns.putIfAbsent(fields.get(i).toLowerCase(Locale.ROOT), i);
        }
        count = fields.size();
        boolean tcp = columns.containsKey("remoteaddress") || columns.containsKey("state");
        transport = typed != ParsedTable.OTHER ? typed : tcp ? Transport.TCP : Transport.UDP;
        typed = ParsedTable.OTHER;
    }

    private LineResult row(List<String> fields, ParsedTable table) {
        Endpoint local = endpoint(fields, "local");
        if (local == null) {
            return LineResult.UNRECOGNISED;
        }
        Endpoint remote = endpoint(fields, "remote");
        String state = field(fields, "state");
        boolean listening = state.isEmpty() || state.equalsIgnoreCase("Listen") || state.equals("2");
        long pid = TableLine.number(field(fields, "owningprocess"));
        return table.add(local, remote, listening && transport == Transport.TCP, List.of(pid));
    }

    private @Nullable Endpoint endpoint(List<String> fields, String end) {
        return EndpointText.parse(field(fields, end + "address") + ":" + field(fields, end + "port"), transport);
    }

    private String field(List<String> fields, String name) {
        Integer column = columns.get(name);
        return column == null ? "" : fields.get(column);
    }
}
