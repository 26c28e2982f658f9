package dev.periplus.cli;

import dev.periplus.address.Address;
import dev.periplus.capture.Interfaces;
import dev.periplus.report.Printable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** {@code periplus interfaces}: what can be captured here. */
final class InterfacesCommand implements Command {
    @Override
    public String name() {
        return "interfaces";
    }

    @Override
    public String summary() {
        return "the interfaces that live can capture";
    }

    @Override
    public int run(List<String> arguments, Terminal terminal) throws UsageException, IOException {
        Arguments parsed = new Arguments("periplus interfaces").parse(arguments);
        if (parsed.has("help")) {
            parsed.help(terminal.out());
            return Exit.DONE;
        }
        if (!parsed.rest().isEmpty()) {
            throw new UsageException("periplus interfaces takes no names; it lists them");
        }
        String denied = null;
        for (Interfaces.Interface one : Interfaces.all()) {
            denied = one.up() && one.whyNot() != null ? one.whyNot() : denied;
            List<String> words = new ArrayList<>();
            words.add(one.up() ? "up" : "down");
            if (one.loopback()) {
                words.add("loopback");
            }
            if (one.linkType() >= 0) {
                words.add("link type " + one.linkType());
            }
            one.addresses().forEach(address -> words.add(String.valueOf(Address.of(address.getAddress()))));
            if (one.description() != null) {
                words.add(Printable.of(one.description()));
            }
            terminal.out().printf("%-16s %s%n", one.name(), String.join(", ", words));
        }
        if (denied != null) {
            terminal.err().println("periplus: " + denied);
        }
        return Exit.DONE;
    }
}
