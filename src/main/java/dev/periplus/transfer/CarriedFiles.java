package dev.periplus.transfer;

import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of one flow: begins them, and keeps what the executables and archives among them are. */
final class CarriedFiles {
    private static final int MOST = 16;

    private final @Nullable Destination destination;
    private final List<CarriedFile> kept = new ArrayList<>(1);
    private long left;

    CarriedFiles(@Nullable Destination destination) {
        this.destination = destination;
    }

    CarriedFile begin(String name, String declared) {
        return new CarriedFile(name, declared, destination);
    }

    /** The file has ended. */
    void end(CarriedFile file, boolean complete) {
        file.end(complete);
        if (file.type() != null && kept.size() < MOST) {
            kept.add(file);
        } else if (file.type() != null) {
            left++;
        }
    }

    List<CarriedFile> kept() {
        return kept;
    }

    /** Files beyond those that are kept. */
    long left() {
        return left;
    }

    /** The last part of a path of any system, printable. */
    static String lastPart(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return Printable.of(path.substring(slash + 1));
    }
}
