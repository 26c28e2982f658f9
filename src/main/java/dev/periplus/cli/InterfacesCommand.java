package dev.periplus.cli;

import dev.periplus.api.CaptureInterface;
import dev.periplus.api.Periplus;
import dev.periplus.command.UsageException;
import dev.periplus.text.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code periplus interfaces}: lists the interfaces you can capture on. */
final class InterfacesCommand extends Command {
    InterfacesCommand() {
        super("interfaces", "list the interfaces you can capture on");
    }

    @Override
    Arguments options() {
        return new Arguments("periplus interfaces");
    }

    @Override
    Exit run(Arguments parsed, Terminal terminal) throws UsageException, IOException {
        if (!parsed.rest().isEmpty()) {
            throw new UsageException("interfaces takes no operands");
        }
        String denied = null;
        List<CaptureInterface> all = Periplus.interfaces();
        int width = all.stream().mapToInt(one -> one.name().length()).max().orElse(1);
        int number = 0;
        for (CaptureInterface one : all) {
            number++;
            denied = one.up() && one.whyNot() != null ? one.whyNot() : denied;
            List<String> words = new ArrayList<>();
            words.add(one.up() ? "up" : "down");
            if (one.loopback()) {
                words.add("loopback");
            }
            if (one.linkType() != null) {
                words.add(one.linkType());
            }
            words.addAll(one.addresses());
            if (one.description() != null) {
                words.add(Printable.of(one.description()));
            }
            terminal.out().printf("%2d. %-" + width + "s  %s%n", number, one.name(), String.join(", ", words));
        }
        if (denied != null && !parsed.has("quiet")) {
            terminal.err().println("periplus: " + denied);
        }
        return Exit.DONE;
    }
}
