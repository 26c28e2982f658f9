package dev.periplus.api;

import java.io.IOException;

/** Reads packets from somewhere: an add-on. {@code SCHEME:REST} in place of a path names it. */
public interface PacketInput {
    /** What stands before the colon: two or more letters. */
    String scheme();

    /**
     * Opens what a name stands for.
     *
     * @param rest what stands behind the colon
     * @throws IOException if it cannot be opened; the message says why
     */
    Feed open(String rest) throws IOException;

    /** Packets of one source, in the order of their times. */
    interface Feed extends AutoCloseable {
        /**
         * Passes every packet on, on the calling thread, until there are no more or until {@link #stop}.
         *
         * @throws IOException if what follows cannot be read; packets passed before count
         */
        void read(Taker taker) throws IOException;

        /** Makes {@link #read} return soon; any thread. */
        void stop();

        @Override
        void close();
    }

    /** Receives packets. */
    interface Taker {
        /**
         * Receives a packet; its bytes are copied.
         *
         * @param bytes hold the packet
         * @param offset where it begins
         * @param captured number of bytes captured, at most 262,144
         * @param wire length of the packet on the wire
         * @param time nanoseconds since the epoch
         * @param linkType LINKTYPE number of the pcap and pcapng formats
         * @throws IllegalArgumentException if the numbers contradict each other or these bounds
         */
        void packet(byte[] bytes, int offset, int captured, int wire, long time, int linkType);
    }
}
