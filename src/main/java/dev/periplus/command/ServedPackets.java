package dev.periplus.command;

import dev.periplus.capture.Failures;
import dev.periplus.capture.FilterException;
import dev.periplus.engine.Engine;
import dev.periplus.natives.Sha256;
import dev.periplus.report.FlowIds;
import dev.periplus.report.serve.Carver;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carves flows for {@code serve}, from captures that are still what they were. */
final class ServedPackets implements Carver {
    private final Engine.Settings settings;
    private final CopiedSecrets secrets;
    private final @Nullable Path folder;

    /** @param folder where the captures are now, null for where the database says */
    ServedPackets(Engine.Settings settings, CopiedSecrets secrets, @Nullable Path folder) {
        this.settings = settings;
        this.secrets = secrets;
        this.folder = folder;
    }

    @Override
    public void carve(String uid, List<Source> sources, Path out) throws IOException {
        List<String> captures = new ArrayList<>();
        for (Source source : sources) {
            captures.add(unchanged(source));
        }
        if (captures.isEmpty()) {
            throw new IOException("The database has no capture from the time of this flow.");
        }
        FlowIds ids = new FlowIds();
        Carving carving = new Carving(
                settings, captures, record -> ids.uidText(record.flow()).equals(uid), secrets);
        try {
            carving.run();
            if (carving.flows() == 0) {
                throw new IOException("The captures have no flow " + uid
                        + " as they are read here; start periplus serve with the options of the review.");
            }
            carving.copy().writeTo(out);
        } catch (FilterException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    /** Returns where a capture is, if it is still the same. */
    private String unchanged(Source source) throws IOException {
        if (source.sha256().isEmpty()) {
            throw new IOException("The database has no SHA-256 of " + source.path()
                    + ", so nothing shows that the file is still the same; periplus review computes it.");
        }
        Path file = Path.of(Verify.found(source.path(), folder));
        if (!Files.isRegularFile(file)) {
            throw new IOException(
                    source.path() + " is not there any more; periplus serve --in FOLDER tells where it is.");
        }
        try {
            if (!Sha256.of(file, more -> {}).equals(source.sha256())) {
                throw new IOException(file + " has changed since (different SHA-256); no packets were copied.");
            }
        } catch (FileSystemException e) {
            throw new IOException(Failures.sentence(e), e);
        }
        return file.toString();
    }
}
