package example;

import dev.periplus.api.PacketInput;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/** Reads Ethernet frames from text, {@code hex:FILE}: a frame per line, its time in nanoseconds and its bytes. */
public final class HexInput implements PacketInput {
    private static final int ETHERNET = 1;

    @Override
    public String scheme() {
        return "hex";
    }

    @Override
    public Feed open(String rest) throws IOException {
        return new Lines(Files.newBufferedReader(Path.of(rest)));
    }

    private static final class Lines implements Feed {
        private final BufferedReader in;
        private volatile boolean stopped;

        Lines(BufferedReader in) {
            this.in = in;
        }

        @Override
        public void read(Taker taker) throws IOException {
            for (String line = in.readLine(); line != null && !stopped; line = in.readLine()) {
                int space = line.indexOf(' ');
                try {
                    long time = Long.parseLong(line.substring(0, Math.max(0, space)));
                    byte[] frame = HexFormat.of().parseHex(line.substring(space + 1));
                    taker.packet(frame, 0, frame.length, frame.length, time, ETHERNET);
                } catch (IllegalArgumentException e) {
                    throw new IOException("not a time and a frame: " + e.getMessage(), e);
                }
            }
        }

        @Override
        public void stop() {
            stopped = true;
        }

        @Override
        public void close() {
            try {
                in.close();
            } catch (IOException e) {
                stopped = true; // it was only read
            }
        }
    }
}
