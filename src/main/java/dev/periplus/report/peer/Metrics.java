package dev.periplus.report.peer;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/**
 * Serves every counter to Prometheus at {@code /metrics}.
 *
 * <p>How it works. One thread serves all clients and waits for none: what a client has sent so far, or has not taken
 * yet, stays in its {@link MetricsClient}. A client has two seconds for its request and five for the answer. Beyond 256
 * clients the oldest goes, which is never one that asks and takes its answer at once.
 */
public final class Metrics implements AutoCloseable {
    private static final int MOST_PORT = 65_535;
    private static final int MOST_CLIENTS = 256;
    private static final int LOOK_MILLIS = 200;

    private final Supplier<String> text;
    private final InetSocketAddress address;
    private final MetricsRequest.Hosts hosts;
    private final ServerSocketChannel server;
    private final Selector selector;
    private final List<MetricsClient> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "metrics");
    private volatile boolean closed;

    /**
     * Begins to serve.
     *
     * @param text the counters in the format of Prometheus; called on the thread of this server
     * @throws IOException if the address is in use
     */
    public Metrics(InetSocketAddress address, Supplier<String> text) throws IOException {
        this.text = text;
        server = ServerSocketChannel.open();
        selector = Selector.open();
        try {
            server.bind(address);
        } catch (BindException e) {
            closeAll();
            throw new IOException("cannot serve metrics at " + text(address) + ": " + e.getMessage(), e);
        }
        this.address = (InetSocketAddress) server.getLocalAddress();
        hosts = MetricsRequest.Hosts.of(address.getHostString(), this.address);
        server.configureBlocking(false);
        server.register(selector, SelectionKey.OP_ACCEPT);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Parses {@code 9464} (on loopback), {@code HOST:9464} or {@code [::1]:9464}; port 0 stands for any free port.
     *
     * @throws IllegalArgumentException if it is no address, with a sentence for the user
     */
    public static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 0 ? "" : text.substring(0, colon).replaceAll("[\\[\\]]", "");
        String port = text.substring(colon + 1);
        if (!port.matches("\\d{1,5}") || Integer.parseInt(port) > MOST_PORT) {
            throw new IllegalArgumentException("--metrics takes HOST:PORT or PORT, not '" + text + "'");
        }
        InetSocketAddress address = host.isEmpty()
                ? new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port))
                : new InetSocketAddress(host, Integer.parseInt(port));
        if (address.isUnresolved()) {
            throw new IllegalArgumentException("--metrics: unknown host '" + host + "'");
        }
        return address;
    }

    /** The address of the metrics. */
    public String url() {
        return "http://" + text(address) + "/metrics";
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    private void run() {
        while (!closed) {
            try {
                selector.select(this::ready, LOOK_MILLIS);
            } catch (IOException e) {
                break;
            }
            closeLate(System.nanoTime());
        }
        closeAll();
    }

    private void ready(SelectionKey key) {
        if (key.attachment() instanceof MetricsClient client) {
            client.ready(key);
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                MetricsClient client = new MetricsClient(channel, hosts, text, System.nanoTime());
                clients.add(client);
                client.register(selector);
            }
        } catch (IOException e) {
            // the client went away, or no descriptor is free: do not ask again at once
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
        if (clients.size() > MOST_CLIENTS) {
            clients.remove(0).close();
        }
    }

    private void closeLate(long now) {
        for (Iterator<MetricsClient> each = clients.iterator(); each.hasNext(); ) {
            MetricsClient client = each.next();
            if (client.isOver(now)) {
                client.close();
                each.remove();
            }
        }
    }

    private void closeAll() {
        clients.forEach(MetricsClient::close);
        try (server;
                selector) {
            closed = true;
        } catch (IOException e) {
            return; // nothing more to do
        }
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
