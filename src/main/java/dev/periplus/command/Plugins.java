package dev.periplus.command;

import dev.periplus.answer.FlowSink;
import dev.periplus.api.AddOns;
import dev.periplus.api.FlowOutput;
import dev.periplus.capture.CaptureOptions;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.PacketSource;
import dev.periplus.engine.Additions;
import dev.periplus.natives.Sha256;
import dev.periplus.report.AddedFormat;
import dev.periplus.report.Destination;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Add-ons in jars of their own, named with {@code --plugin}, and those on the class path.
 *
 * @param jars in the order of their loading
 * @param loader of their classes; it lives as long as the program
 */
public record Plugins(List<Path> jars, ClassLoader loader) {
    /** One letter before a colon is a drive of Windows. */
    private static final Pattern INPUT = Pattern.compile("([a-z][a-z0-9+.-]+):.*");

    /**
     * Finds the jars; loads no class.
     *
     * @param paths of jars, or of folders of jars
     * @throws IOException if one is not there or cannot be listed
     */
    public static Plugins of(List<String> paths) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (String named : paths) {
            Path path = Path.of(named);
            if (Files.isDirectory(path)) {
                try (Stream<Path> files = Files.list(path)) {
                    files.filter(file -> file.toString().endsWith(".jar"))
                            .sorted()
                            .forEach(jars::add);
                }
            } else if (Files.isRegularFile(path)) {
                jars.add(path);
            } else {
                throw new IOException("--plugin " + path + ": no such file or folder");
            }
        }
        ClassLoader program = Plugins.class.getClassLoader();
        if (jars.isEmpty()) {
            return new Plugins(jars, program);
        }
        List<URL> places = new ArrayList<>();
        for (Path jar : jars) {
            places.add(jar.toUri().toURL());
        }
        return new Plugins(jars, new URLClassLoader("plugins", places.toArray(URL[]::new), program));
    }

    /** Whether a word names packets of an add-on, {@code SCHEME:REST}. A file of that name goes before. */
    public static boolean isInput(String word) {
        return INPUT.matcher(word).matches() && !Files.exists(Path.of(word));
    }

    /**
     * The detectors and correlations. Their code runs when the engine starts, not before: a run that gives up privileges has
     * given them up by then.
     */
    Additions additions() throws IOException {
        Additions found = AddOns.of(loader).additions();
        if (found.names().isEmpty() || jars.isEmpty()) {
            return found;
        }
        List<String> digests = new ArrayList<>();
        for (Path jar : jars) {
            digests.add(Sha256.of(jar, bytes -> {}));
        }
        return found.from(String.join("+", digests));
    }

    /**
     * Opens packets of an add-on.
     *
     * @param name for which {@link #isInput} holds
     * @throws UsageException if no add-on has its scheme
     */
    PacketSource packets(String name, CaptureOptions options) throws UsageException, IOException, FilterException {
        PacketSource source = AddOns.of(loader).packets(name, options);
        if (source == null) {
            String scheme = name.substring(0, name.indexOf(':'));
            throw new UsageException(
                    name + " is no file, and no add-on reads '" + scheme + ":'; --plugin names the jar of one");
        }
        return source;
    }

    /** Whether there may be formats that the program does not have itself. */
    boolean haveFormats() {
        return !jars.isEmpty() || !services(FlowOutput.class).isEmpty();
    }

    /** Begins a format of an add-on. */
    static FlowSink open(Destination destination) throws IOException {
        String id = destination.format();
        ClassLoader loader = destination.plugins();
        try {
            for (AddOns.Service<AddedFormat> service : AddOns.services(AddedFormat.class, loader)) {
                AddedFormat format = service.maker().get();
                if (format.id().equals(id)) {
                    return format.open(destination);
                }
            }
            FlowSink sink = AddOns.of(loader)
                    .output(id, destination.target(), destination.origin().rules());
            if (sink != null) {
                return sink;
            }
        } catch (LinkageError e) { // a library that the format needs
            throw new ServiceConfigurationError(e.toString(), e);
        }
        throw new IOException("-o " + id
                + " comes in a plugin: name its jar or folder with --plugin (periplus plugins lists what one has)");
    }

    /** Finds the classes that provide a service. */
    public <T> List<AddOns.Service<T>> services(Class<T> type) {
        return AddOns.services(type, loader);
    }

    /** Detectors, correlations, outputs and inputs; makes one of each. */
    public List<AddOns.AddOn> found() {
        List<AddOns.AddOn> found = new ArrayList<>(AddOns.of(loader).found());
        found.addAll(AddOns.AddOn.of("output", services(AddedFormat.class), AddedFormat::id));
        return found;
    }
}
