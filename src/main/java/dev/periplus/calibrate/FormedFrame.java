package dev.periplus.calibrate;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One frame at a time in a {@link Form} of its capture. Ports move in every layer; whether a frame is left out depends
 * on its innermost packet. Of a fragmented datagram only the first fragment has ports, and only it is noted.
 */
final class FormedFrame {
    private static final DecodeSettings DECODE = new DecodeSettings(true, false, 1, 1 << 16, 0);

    private final Form form;
    private final PortMove move;
    private final FlowNotes notes;
    private final Decoder decoder = new Decoder(DECODE, this::note);
    private final MessageDigest hash = FlowNote.hash();

    /** Flows of the packets of this frame. */
    private final List<FlowNote> within = new ArrayList<>();

    private byte[] frame = {};
    private int offset;
    private int captured;
    private boolean leftOut;
    private boolean cut;
    private @Nullable MovedPorts moved;

    FormedFrame(Form form, PortMove move, FlowNotes notes) {
        this.form = form;
        this.move = move;
        this.notes = notes;
    }

    /** Takes the next frame; returns whether the form has it. */
    boolean take(byte[] bytes, int from, int length, int wire, int linkType) {
        frame = bytes;
        offset = from;
        captured = length;
        leftOut = false;
        cut = false;
        within.clear();
        moved = form == Form.PORTS_MOVED ? new MovedPorts(bytes, from, length) : null;
        decoder.decode(bytes, from, length, wire, linkType, 0, 0, 1);
        decoder.flush(); // a first fragment: the rest is not waited for
        if (moved != null) {
            frame = moved.frame();
            offset = 0;
        }
        if (form == Form.FIRST_96_BYTES) {
            captured = Math.min(captured, Form.CUT_TO);
        }
        if (leftOut || cut || moved != null) {
            within.forEach(FlowNote::change);
        }
        return !leftOut;
    }

    byte[] bytes() {
        return frame;
    }

    int offset() {
        return offset;
    }

    int captured() {
        return captured;
    }

    private void note(Packet p) {
        if (!Transport.hasPorts(p.protocol)) {
            return;
        }
        Endpoint source = new Endpoint(new Address(p.sourceHigh, p.sourceLow), p.sourcePort, p.protocol);
        Endpoint destination =
                new Endpoint(new Address(p.destinationHigh, p.destinationLow), p.destinationPort, p.protocol);
        Ends ends = Ends.of(source, destination);
        FlowNote note = notes.at(ends, shown(p, source, destination));
        if (note == null) {
            return;
        }
        within.add(note);
        boolean fromLower = source.equals(ends.lower());
        note.add(fromLower, p.bytes, p.payloadOffset, p.payloadCaptured, hash);
        cut |= form == Form.FIRST_96_BYTES && p.payloadOffset + p.payloadCaptured - p.frameOffset > Form.CUT_TO;
        leftOut = switch (form) {
            case MIDSTREAM -> p.protocol == Packet.TCP && note.count(isOpening(p)) <= Form.MIDSTREAM_AFTER;
            case ONE_DIRECTION -> fromLower == isUpperHeard(ends);
            default -> false;
        };
    }

    private static boolean isOpening(Packet p) {
        return (p.tcpFlags & (Packet.SYN | Packet.ACK)) == Packet.SYN;
    }

    /** Which of two hosts is heard: chance, but the same one for all their flows. */
    private static boolean isUpperHeard(Ends ends) {
        Address one = ends.lower().address();
        Address other = ends.upper().address();
        return (Address.mix(one.high() ^ 3 * one.low() ^ 5 * other.high() ^ 7 * other.low()) & 1) == 0;
    }

    /** Returns the ends in this form, and moves the ports if it has others. */
    private Ends shown(Packet p, Endpoint source, Endpoint destination) {
        if (moved == null || p.protocol == Packet.SCTP) {
            return Ends.of(source, destination);
        }
        Endpoint from = moved(source);
        Endpoint to = moved(destination);
        moved.put(p, from.port(), to.port());
        return Ends.of(from, to);
    }

    private Endpoint moved(Endpoint end) {
        return new Endpoint(end.address(), move.moved(end.address(), end.protocol(), end.port()), end.protocol());
    }
}
