package dev.periplus.engine;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.capture.CaptureSet;
import dev.periplus.capture.ForwardingSink;
import dev.periplus.capture.ForwardingSource;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.capture.ProcessRemark;
import dev.periplus.capture.Remarks;
import dev.periplus.decode.DecodeSettings;
import dev.periplus.decode.Decoder;
import dev.periplus.decode.Packet;
import dev.periplus.decode.ProcessTap;
import dev.periplus.sockets.CapturedSockets;
import org.jspecify.annotations.Nullable;

/**
 * Reads which process a packet belongs to where a capture says it: in the header of the link type PKTAP, or in the comments
 * that programs leave beside packets. On the reading thread, before the packet goes on.
 */
final class CapturedProcesses implements Remarks {
    private final CapturedSockets sockets = new CapturedSockets();
    private final Decoder decoder = new Decoder(DecodeSettings.defaults().withTunnels(false), this::take);
    private @Nullable ProcessRemark said;
    private long pid;
    private String name = "";
    private int direction;

    CapturedSockets sockets() {
        return sockets;
    }

    /** Returns a source that notes the processes of the captures of another. */
    PacketSource before(PacketSource source) {
        if (source instanceof CaptureSet set) {
            set.remarks(this);
        }
        return new ForwardingSource(source) {
            @Override
            protected PacketSink before(PacketSink sink) {
                return new Noting(sink);
            }
        };
    }

    @Override
    public boolean wantsAll() {
        return false;
    }

    @Override
    public void packet(Remark remark) {
        said = ProcessRemark.of(remark.packetOptions());
    }

    @Override
    public void block(int type, byte[] body) {}

    private void take(Packet p) {
        if (p.sourcePort == 0 && p.destinationPort == 0 || p.protocol == Packet.ICMP || p.protocol == Packet.ICMP6) {
            return;
        }
        Endpoint source = new Endpoint(new Address(p.sourceHigh, p.sourceLow), p.sourcePort, p.protocol);
        Endpoint destination =
                new Endpoint(new Address(p.destinationHigh, p.destinationLow), p.destinationPort, p.protocol);
        Endpoint local =
                direction == ProcessRemark.CAME ? destination : direction == ProcessRemark.WENT ? source : null;
        sockets.saw(source, destination, local, pid, name, p.time);
    }

    private final class Noting extends ForwardingSink {
        Noting(PacketSink sink) {
            super(sink);
        }

        @Override
        public void packet(
                byte[] bytes, int offset, int captured, int wire, long time, int link, int capture, long number) {
            ProcessRemark remark = said;
            if (remark != null) {
                said = null;
                note(remark.pid(), remark.name(), remark.direction());
                decoder.decode(bytes, offset, captured, wire, link, time, capture, number);
            } else if (ProcessTap.names(bytes, offset, captured, link)) {
                note(
                        ProcessTap.process(bytes, offset),
                        ProcessTap.name(bytes, offset),
                        ProcessTap.direction(bytes, offset));
                decoder.decode(bytes, offset, captured, wire, link, time, capture, number);
            }
            sink.packet(bytes, offset, captured, wire, time, link, capture, number);
        }

        private void note(long process, String called, int way) {
            pid = process;
            name = called;
            direction = way;
        }
    }
}
