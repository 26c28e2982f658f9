package dev.periplus.capture;

import java.util.List;

/** A source that does not wait: packets that are not consumed in time are lost and counted. */
public interface LossySource extends PacketSource {
    /** Packets lost before the sink saw them, as last counted; final once {@link #read} has returned; any thread. */
    Drops drops();

    /** The interfaces, as last counted; none for captures; any thread. */
    default List<InterfaceStatus> interfaces() {
        return List.of();
    }
}
