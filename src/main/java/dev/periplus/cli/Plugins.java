package dev.periplus.cli;

import dev.periplus.answer.FlowSink;
import dev.periplus.report.AddedFormat;
import dev.periplus.report.Destination;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** Formats whose libraries come in jars of their own, named with {@code --plugin}. */
final class Plugins {
    private Plugins() {}

    /**
     * Returns a loader of their classes; it lives as long as the program.
     *
     * @param paths jars, or folders of jars
     */
    static ClassLoader loader(List<Path> paths) throws IOException {
        List<URL> jars = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    for (Path jar : files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .toList()) {
                        jars.add(url(jar));
                    }
                }
            } else if (Files.isRegularFile(path)) {
                jars.add(url(path));
            } else {
                throw new IOException("--plugin " + path + ": no such file or folder");
            }
        }
        return new URLClassLoader("plugins", jars.toArray(URL[]::new), Plugins.class.getClassLoader());
    }

    private static URL url(Path jar) throws MalformedURLException {
        return jar.toUri().toURL();
    }

    /** Begins the format of this name. */
    static FlowSink open(String id, Destination destination) throws IOException {
        try {
            for (AddedFormat format : ServiceLoader.load(AddedFormat.class, destination.plugins())) {
                if (format.id().equals(id)) {
                    return format.open(destination);
                }
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IOException("-o " + id + ": its plugin does not fit this version of Periplus: " + e, e);
        }
        throw new IOException(
                "-o " + id + " comes in a plugin: name its folder with --plugin, as in --plugin periplus-outputs");
    }
}
