package dev.periplus.release;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Map;
import org.eclipse.packager.rpm.RpmTag;
import org.eclipse.packager.rpm.RpmVersion;
import org.eclipse.packager.rpm.build.BuilderContext;
import org.eclipse.packager.rpm.build.BuilderOptions;
import org.eclipse.packager.rpm.build.FileInformation;
import org.eclipse.packager.rpm.build.RpmBuilder;

/** A package for Fedora, RHEL and their kind (RPM file format, version 3) of files with their paths in the system. */
final class RpmPackage {
    private static final String RELOAD = "if [ -d /run/systemd/system ]; then systemctl daemon-reload || :; fi";

    /** The last version is removed, not replaced. */
    private static final String STOP =
            "if [ \"$1\" = 0 ] && [ -d /run/systemd/system ]; then systemctl stop 'periplus@*.service' || :; fi";

    /** What the libraries of the runtime need, and the loader of every system has. */
    private static final String[] LIBRARIES = {"libgcc_s.so.1()(64bit)", "libstdc++.so.6()(64bit)", "libz.so.1()(64bit)"
    };

    private final RpmVersion version;
    private final Instant time;

    /** @param version of Periplus */
    RpmPackage(String version, Instant time) {
        // A snapshot sorts before the version that it leads to.
        this.version = new RpmVersion(version.replace("-", "~"), "1");
        this.time = time;
    }

    String name() {
        return "periplus-" + version + ".x86_64.rpm";
    }

    /**
     * Writes the package into a folder.
     *
     * @param owned folder that belongs to the package, with what is in it; others belong to the system
     * @param cLibrary least version of the C library, 34 for 2.34
     */
    void make(FileTree files, String owned, int cLibrary, Path folder) throws IOException {
        BuilderOptions options = new BuilderOptions();
        options.setOpenOptions(new StandardOpenOption[] {
            StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE
        });
        try (RpmBuilder rpm = new RpmBuilder("periplus", version, "x86_64", folder.resolve(name()), options)) {
            describe(rpm);
            rpm.addRequirement("libc.so.6(GLIBC_2." + cLibrary + ")(64bit)", "");
            for (String library : LIBRARIES) {
                rpm.addRequirement(library, "");
            }
            rpm.addRecommends("libpcap", "");
            rpm.setPostInstallationScript(RELOAD);
            rpm.setPreRemoveScript(STOP);
            rpm.setPostRemoveScript(RELOAD);
            rpm.setHeaderCustomizer(header -> header.putInt(RpmTag.BUILDTIME, (int) time.getEpochSecond()));
            BuilderContext context = rpm.newContext();
            for (Map.Entry<String, FileTree.Item> entry : files.items().entrySet()) {
                add(context, entry.getKey(), entry.getValue(), owned);
            }
            rpm.build();
        }
    }

    private static void describe(RpmBuilder rpm) {
        RpmBuilder.PackageInformation about = rpm.getInformation();
        about.setSummary("What every network flow really is, and why");
        about.setDescription("""
                Periplus reads network traffic, live or from captures. For every flow it tells
                what it really is, what its port is registered for, whether the two agree, and
                why, with the bytes as evidence.""");
        about.setLicense("Apache-2.0");
        about.setPackager("The Periplus authors");
        about.setVendor("The Periplus authors");
        about.setGroup("Applications/Internet");
        about.setBuildHost("localhost");
    }

    private void add(BuilderContext context, String path, FileTree.Item item, String owned) throws IOException {
        String where = "/" + path;
        byte[] content = item.content();
        String target = item.target();
        if (content != null) {
            context.addFile(where, content, (FileInformation file) -> of(file, item));
        } else if (target != null) {
            context.addSymbolicLink(where, target, (FileInformation link) -> of(link, item));
        } else if (path.equals(owned) || path.startsWith(owned + "/")) {
            context.addDirectory(where, (FileInformation directory) -> of(directory, item));
        }
    }

    private void of(FileInformation file, FileTree.Item item) {
        file.setTimestamp(time);
        file.setMode((short) item.mode());
    }
}
