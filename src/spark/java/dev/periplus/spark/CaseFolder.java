package dev.periplus.spark;

import dev.periplus.rulefile.RuleFile;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.jspecify.annotations.Nullable;

/**
 * What the folder of a case holds besides captures: the services that are accepted there.
 *
 * @param accepted bytes of {@code accepted.yaml}; null if there is none
 */
record CaseFolder(byte @Nullable [] accepted) implements Serializable {
    /** More than a rule file may have, so that its reader refuses it. */
    private static final int MOST = (1 << 20) + 1;

    /** Reads the folder of a case, if the path is one: a list or a pattern has none. */
    static CaseFolder of(String path, Configuration hadoop) throws IOException {
        if (path.contains(",")) {
            return new CaseFolder(null);
        }
        org.apache.hadoop.fs.Path file = new org.apache.hadoop.fs.Path(path, RuleFile.ACCEPTED.path());
        FileSystem system = file.getFileSystem(hadoop);
        try (InputStream in = system.open(file)) {
            return new CaseFolder(in.readNBytes(MOST));
        } catch (FileNotFoundException e) {
            return new CaseFolder(null);
        }
    }

    /** Does something with the folder as one on this machine, which is removed afterwards. */
    <T> T with(Use<T> use) throws Exception {
        Path folder = Files.createTempDirectory("periplus-case");
        Path file = folder.resolve(RuleFile.ACCEPTED.path());
        try {
            byte[] bytes = accepted;
            if (bytes != null) {
                Files.write(file, bytes);
            }
            return use.of(folder);
        } finally {
            Files.deleteIfExists(file);
            Files.delete(folder);
        }
    }

    /** What is done with a folder. */
    interface Use<T> {
        T of(Path folder) throws Exception;
    }
}
