package dev.periplus.flow;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.periplus.decode.Packet;
import java.util.ArrayList;
import java.util.List;

/** Records the calls it receives. */
final class RecordingListener implements FlowListener {
    final List<Flow> ended = new ArrayList<>();
    final List<Flow> active = new ArrayList<>();
    final List<String> heard = new ArrayList<>();
    String client = "";
    String server = "";
    int messages;
    int settleAfter = Integer.MAX_VALUE;
    int overheard;
    boolean wantsAll;

    @Override
    public void said(Exchange exchange) {
        Said said = exchange.said(exchange.speakingSide());
        heard.add(text(said));
        if (wantsAll) {
            exchange.flow().overhear(3);
        }
        if (heard.size() >= settleAfter) {
            exchange.flow().settle();
        }
    }

    @Override
    public void closed(Exchange exchange) {
        client = text(exchange.said(Role.CLIENT));
        server = text(exchange.said(Role.SERVER));
        messages = exchange.said(Role.CLIENT).messages();
    }

    @Override
    public void overheard(Flow flow, int side, Packet packet) {
        overheard++;
    }

    @Override
    public void active(Flow soFar) {
        active.add(soFar);
    }

    @Override
    public void ended(Flow flow) {
        ended.add(flow);
    }

    private static String text(Said said) {
        return new String(said.bytes(), 0, said.length(), ISO_8859_1);
    }
}
