package dev.periplus.report.peer;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One client of {@link Metrics}: what it has sent, and what it has not taken yet. */
final class MetricsClient {
    private static final int LONGEST_HEAD = 8192;
    private static final long FOR_REQUEST = 2_000_000_000L;
    private static final long FOR_ANSWER = 5_000_000_000L;

    private final SocketChannel channel;
    private final MetricsRequest.Hosts hosts;
    private final Supplier<String> text;
    private final ByteBuffer head = ByteBuffer.allocate(LONGEST_HEAD);
    private @Nullable ByteBuffer answer;
    private long deadline;
    private boolean over;

    MetricsClient(SocketChannel channel, MetricsRequest.Hosts hosts, Supplier<String> text, long now) {
        this.channel = channel;
        this.hosts = hosts;
        this.text = text;
        deadline = now + FOR_REQUEST;
    }

    void register(Selector selector) throws IOException {
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ, this);
    }

    /** Whether it is done, left, or took too long. */
    boolean isOver(long now) {
        return over || now - deadline >= 0;
    }

    /** Reads or writes as much as is possible now. */
    void ready(SelectionKey key) {
        try {
            if (key.isReadable()) {
                read();
            }
            ByteBuffer left = answer;
            if (left != null && left.hasRemaining()) {
                channel.write(left);
                if (!left.hasRemaining()) {
                    channel.shutdownOutput(); // the client ends the connection, so that it gets all of the answer
                }
                key.interestOps(left.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ);
            }
        } catch (IOException e) {
            over = true;
        }
    }

    private void read() throws IOException {
        if (answer != null) {
            head.clear(); // whatever follows the request is of no interest
        }
        if (channel.read(head) < 0) {
            over = true;
        } else if (answer == null) {
            String soFar = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
            if (MetricsRequest.isWhole(soFar) || !head.hasRemaining()) {
                answer = ByteBuffer.wrap(MetricsRequest.answer(soFar, hosts, text));
                deadline = System.nanoTime() + FOR_ANSWER;
            }
        }
    }

    void close() {
        try {
            channel.close();
        } catch (IOException e) {
            over = true;
        }
    }
}
