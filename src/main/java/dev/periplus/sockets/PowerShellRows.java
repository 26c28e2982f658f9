package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code Get-NetTCPConnection} and {@code Get-NetUDPEndpoint}, by {@code ConvertTo-Csv} or {@code Export-Csv}. Columns
 * are found by the names of their properties, which are English everywhere (MSFT_NetTCPConnection,
 * MSFT_NetUDPEndpoint).
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
    private int typed = Entries.OTHER;
    private int transport;

    @Override
    public Taken take(Line line, Entries entries) {
        String text = line.text().strip();
        if (text.startsWith(TYPE)) {
            return type(text);
        }
        if (text.indexOf(',') < 0) {
            return Taken.NO;
        }
        List<String> fields = CsvLine.fields(text);
        if (isHeading(fields)) {
            heading(fields);
            return Taken.READ;
        }
        return fields.size() == count && count > 0 ? row(fields, entries) : Taken.NO;
    }

    private Taken type(String text) {
        typed = text.contains("MSFT_NetUDPEndpoint")
                ? Transport.UDP
                : text.contains("MSFT_NetTCPConnection") ? Transport.TCP : Entries.OTHER;
        return typed == Entries.OTHER ? Taken.NO : Taken.READ;
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
        transport = typed != Entries.OTHER ? typed : tcp ? Transport.TCP : Transport.UDP;
        typed = Entries.OTHER;
    }

    private Taken row(List<String> fields, Entries entries) {
        Endpoint local = endpoint(fields, "local");
        if (local == null) {
            return Taken.NO;
        }
        Endpoint remote = endpoint(fields, "remote");
        String state = field(fields, "state");
        boolean listening = state.isEmpty() || state.equalsIgnoreCase("Listen") || state.equals("2");
        long pid = Line.number(field(fields, "owningprocess"));
        return entries.add(local, remote, listening && transport == Transport.TCP, List.of(pid));
    }

    private @Nullable Endpoint endpoint(List<String> fields, String end) {
        return EndpointText.parse(field(fields, end + "address") + ":" + field(fields, end + "port"), transport);
    }

    private String field(List<String> fields, String name) {
        Integer column = columns.get(name);
        return column == null ? "" : fields.get(column);
    }
}
