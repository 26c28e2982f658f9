package dev.periplus.command;

import dev.periplus.capture.Failures;
import dev.periplus.decrypt.KeyLogReader;
import dev.periplus.decrypt.SecretStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Follows key logs while a run lasts: programs add the secrets of each connection as they make it. A log that becomes shorter
 * is read from its start again. One that cannot be read any more is said once.
 */
final class KeyLogFollower implements AutoCloseable {
    private static final int LOOK_MILLIS = 100;
    private static final int BUFFER = 1 << 16;

    private final SecretStore secrets = new SecretStore();
    private final List<Log> logs = new ArrayList<>();
    private final Console console;
    private final Thread thread = new Thread(this::watch, "keylog");

    private static final class Log implements AutoCloseable {
        private final String name;
        private final FileChannel file;
        private KeyLogReader reader;
        private long at;

        Log(Path path, SecretStore secrets) throws IOException {
            name = String.valueOf(path.getFileName());
            file = FileChannel.open(path);
            reader = new KeyLogReader(secrets, name);
        }

        void read(SecretStore secrets, ByteBuffer buffer) throws IOException {
            if (file.size() < at) {
                at = 0;
                reader = new KeyLogReader(secrets, name);
            }
            for (int count = file.read(buffer.clear(), at); count > 0; count = file.read(buffer.clear(), at)) {
                at += count;
                reader.readMore(buffer.array(), 0, count);
            }
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }

    /**
     * Reads the logs as they are, then follows them.
     *
     * @throws IOException if one cannot be read
     */
    KeyLogFollower(List<Path> files, Console console) throws IOException {
        this.console = console;
        for (Path file : files) {
            logs.add(new Log(file, secrets));
        }
        if (!logs.isEmpty()) {
            secrets.grows();
            ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
            for (Log log : logs) {
                log.read(secrets, buffer);
            }
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** The secrets so far, and those to come. */
    SecretStore secrets() {
        return secrets;
    }

    private void watch() {
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        List<Log> read = new ArrayList<>(logs);
        try {
            while (!read.isEmpty()) {
                Thread.sleep(LOOK_MILLIS);
                read.removeIf(log -> !isRead(log, buffer));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isRead(Log log, ByteBuffer buffer) {
        try {
            log.read(secrets, buffer);
            return true;
        } catch (IOException e) {
            if (!Thread.currentThread().isInterrupted()) {
                console.problem(log.name + " is read no more: " + Failures.sentence(e));
            }
            return false;
        }
    }

    @Override
    public void close() throws IOException {
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (Log log : logs) {
            log.close();
        }
    }
}
