package dev.periplus.report.peer;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.view.Services;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Writes a script in Lua for Wireshark and tshark ({@code -X lua_script:FILE}): it dissects what a server speaks on a port that is
 * not registered for it, as it was identified, and leaves other servers on that port as they were. Unlike {@code
 * decode_as_entries} ({@link PortTruth}), it tells hosts apart.
 */
public final class DissectorChooser implements FlowSink {
    private static final double LEAST = 0.9;
    private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._-]{0,63}");

    private static final String HEAD = """
            -- What Periplus identified on ports not registered for it, by server: transport, address and port, then names of its
            -- dissector, the first that is there counts. Other servers on these ports are dissected as before.
            local identified = {
            """;

    private static final String TAIL = """
            }

            local function dissector(names)
                for _, name in ipairs(names) do
                    local there, found = pcall(Dissector.get, name)
                    if there and found then
                        return found
                    end
                end
            end

            for _, transport in ipairs({ "tcp", "udp" }) do
                local ports = DissectorTable.get(transport .. ".port")
                local chooser = Proto("periplus_" .. transport, "Periplus (" .. transport .. ")")
                local chosen, before = {}, {}
                for server, names in pairs(identified) do
                    local of, port = server:match("^(%a+) .* (%d+)$")
                    if of == transport then
                        chosen[server] = dissector(names)
                        before[tonumber(port)] = false
                    end
                end
                function chooser.dissector(bytes, packet, tree)
                    local of = transport .. " "
                    local next = chosen[of .. tostring(packet.dst) .. " " .. packet.dst_port]
                        or chosen[of .. tostring(packet.src) .. " " .. packet.src_port]
                        or before[packet.dst_port]
                        or before[packet.src_port]
                    return next and next:call(bytes, packet, tree) or 0
                end
                for port in pairs(before) do
                    before[port] = ports:get_dissector(port) or false
                    ports:add(port, chooser)
                end
            end
            """;

    private final Services services = new Services();
    private final OutputStream out;

    /** @param out flushed by {@link #finish} but not closed */
    public DissectorChooser(OutputStream out) {
        this.out = out;
    }

    @Override
    public void flow(FlowRecord record) {
        services.accept(record);
    }

    @Override
    public void finish(RunSummary run) {
        StringBuilder text = new StringBuilder(HEAD);
        for (Services.Service service : services.rows()) {
            String label = service.label();
            Endpoint server = service.endpoint();
            boolean ported = server.protocol() == Transport.TCP || server.protocol() == Transport.UDP;
            if (label != null
                    && ported
                    && service.confidence() >= LEAST
                    && service.standing() != Standing.AS_REGISTERED
                    && SAFE.matcher(label).matches()) {
                text.append(line(server, label));
            }
        }
        try {
            out.write(text.append(TAIL).toString().getBytes(StandardCharsets.UTF_8));
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String line(Endpoint server, String label) {
        String decoder = PortDecoders.decoder(label, 0).toLowerCase(Locale.ROOT);
        return "    [\"" + server.transport() + " " + server.address() + " " + server.port() + "\"] = { \"" + label
                + "\"" + (SAFE.matcher(decoder).matches() && !decoder.equals(label) ? ", \"" + decoder + "\"" : "")
                + " },\n";
    }
}
