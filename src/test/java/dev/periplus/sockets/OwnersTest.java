package dev.periplus.sockets;

import static dev.periplus.sockets.Tables.TCP;
import static dev.periplus.sockets.Tables.UDP;
import static dev.periplus.sockets.Tables.address;
import static dev.periplus.sockets.Tables.between;
import static dev.periplus.sockets.Tables.flow;
import static dev.periplus.sockets.Tables.owners;
import static dev.periplus.sockets.Tables.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.flow.Flow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OwnersTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Set<Address> SERVER = Set.of(address("10.20.0.5"), address("fd00:20::5"));
    private static final Set<Address> DESKTOP = Set.of(address("10.20.0.7"));

    @Test
    void theFiveTupleIsExactWithAllProcessesOfOneProgram() throws IOException {
        Owners owners = owners(SERVER, "ss-server.txt");
        assertEquals(
                List.of("server exact sshd/4242+4243"),
                told(owners.of(flow(TCP, "10.20.0.9", 50112, "10.20.0.5", 22))));
        assertEquals(
                List.of("client exact curl/5001"), told(owners.of(flow(TCP, "10.20.0.5", 38122, "203.0.113.10", 443))));
    }

    @Test
    void anIpv4PeerOfAnIpv6SocketIsExactToo() throws IOException {
        assertEquals(
                List.of("server exact node_exporter/690"),
                told(owners(SERVER, "ss-server.txt").of(flow(TCP, "10.20.0.9", 41812, "10.20.0.5", 9100))));
    }

    @Test
    void aFlowBetweenTwoLocalSocketsHasTwoOwners() throws IOException {
        assertEquals(
                List.of("client exact php-fpm8.2/950", "server exact postgres/7801"),
                told(owners(SERVER, "ss-server.txt").of(flow(TCP, "127.0.0.1", 40210, "127.0.0.1", 5432))));
    }

    @Test
    void aListenerAloneIsListenerOnlyAndTheFirstProcessOfTheSystemDoesNotCount() throws IOException {
        Owners owners = owners(SERVER, "ss-server.txt");
        assertEquals(
                List.of("server listener-only sshd/812"),
                told(owners.of(flow(TCP, "10.20.0.77", 40000, "10.20.0.5", 22))));
        assertEquals(
                List.of("server listener-only nginx/900+901+902"),
                told(owners.of(flow(TCP, "10.20.0.77", 40000, "10.20.0.5", 443))));
    }

    @Test
    void aListenerForAllIpv6AddressesTakesIpv4Calls() throws IOException {
        Owners owners = owners(SERVER, "ss-server.txt");
        List<String> expected = List.of("server listener-only node_exporter/690");
        assertEquals(expected, told(owners.of(flow(TCP, "10.20.0.77", 40000, "10.20.0.5", 9100))));
        assertEquals(expected, told(owners.of(flow(TCP, "fd00:20::77", 40000, "fd00:20::5", 9100))));
        assertEquals(List.of(), told(owners.of(flow(TCP, "fd00:20::77", 40000, "fd00:20::5", 22))));
    }

    @Test
    void otherHostsHaveOtherListeners() throws IOException {
        assertEquals(List.of(), owners(SERVER, "ss-server.txt").of(flow(TCP, "10.20.0.5", 40000, "10.20.0.99", 22)));
    }

    @Test
    void withoutHostAddressesThoseOfItsSocketsCount() throws IOException {
        Flow flow = flow(TCP, "10.20.0.77", 40000, "10.20.0.5", 22);
        assertEquals(
                List.of("server listener-only sshd/812"),
                told(owners(Set.of(), "ss-server.txt").of(flow)));
        assertEquals(List.of(), owners(Set.of(), "ss-old.txt").of(flow));
        assertEquals(
                List.of("server listener-only sshd/812"),
                told(owners(SERVER, "ss-old.txt").of(flow)));
    }

    @Test
    void differentProcessesOnOnePortAreAmbiguous() throws IOException {
        Owners owners = owners(SERVER, "ss-server.txt");
        assertEquals(
                List.of("client ambiguous 530+4711"),
                told(owners.of(flow(UDP, "10.20.0.5", 5353, "224.0.0.251", 5353))));
        assertNull(owners.of(flow(UDP, "10.20.0.5", 5353, "224.0.0.251", 5353))
                .get(0)
                .process());
    }

    @Test
    void processesWithoutNamesAreDifferentByTheirPids() throws IOException {
        Flow flow = flow(UDP, "10.20.0.7", 5353, "224.0.0.251", 5353);
        assertEquals(
                List.of("client ambiguous 2208+6120"),
                told(owners(DESKTOP, "netstat-ano.txt").of(flow)));
    }

    @Test
    void aSocketWithoutAProcessIsGoneUnlessItsListenerIsThere() throws IOException {
        Owners desktop = owners(DESKTOP, "netstat-ano.txt", "tasklist.csv");
        assertEquals(List.of("client gone"), told(desktop.of(flow(TCP, "10.20.0.7", 49733, "203.0.113.10", 443))));
        assertEquals(
                List.of("server listener-only nginx/900+901+902"),
                told(owners(SERVER, "ss-server.txt").of(flow(TCP, "10.20.0.9", 50990, "10.20.0.5", 443))));
        Set<Address> own = Set.of(address("10.20.0.5"));
        assertEquals(
                List.of("server gone"),
                told(owners(own, "ss-unprivileged.txt").of(flow(TCP, "10.20.0.9", 1, "10.20.0.5", 8080))));
    }

    @Test
    void whatWasSavedBeforeTheFlowBeganIsOlder() throws IOException {
        Owners before = owners(SERVER, Tables.BEGIN.minusMillis(1), "ss-server.txt");
        assertEquals(
                List.of("server older-than-flow sshd/4242+4243"),
                told(before.of(flow(TCP, "10.20.0.9", 50112, "10.20.0.5", 22))));
        assertEquals(
                List.of("client older-than-flow 530+4711"),
                told(before.of(flow(UDP, "10.20.0.5", 5353, "224.0.0.251", 5353))));
        Owners after = owners(SERVER, Tables.BEGIN.plusSeconds(3600), "ss-server.txt");
        assertEquals(
                List.of("server exact sshd/4242+4243"), told(after.of(flow(TCP, "10.20.0.9", 50112, "10.20.0.5", 22))));
    }

    @Test
    void ofSeveralSnapshotsTheBetterGradeThenTheNearerInTimeWins() throws IOException {
        Flow flow = flow(TCP, "10.20.0.77", 40000, "10.20.0.5", 22);
        Snapshot old = SocketFiles.read(List.of(Tables.file("ss-old.txt")), SERVER, Tables.BEGIN.minusSeconds(9))
                .get(0);
        Snapshot late = SocketFiles.read(List.of(Tables.file("ss-old.txt")), SERVER, Tables.BEGIN.plusSeconds(9))
                .get(0);
        Snapshot near = new Snapshot(
                "near",
                Tables.BEGIN.plusSeconds(1),
                SERVER,
                List.of(new Socket(
                        new Endpoint(Address.ANY_IPV4, 22, TCP),
                        null,
                        true,
                        List.of(new OwningProcess(7, "dropbear", null, null, null, List.of())))),
                0,
                0);
        assertEquals(
                List.of("server listener-only sshd/812"),
                told(Owners.saved(List.of(old, late)).of(flow)));
        assertEquals(
                List.of("server listener-only dropbear/7"),
                told(Owners.saved(List.of(old, late, near)).of(flow)));
    }

    @Test
    void whenNobodyKnowsTheTimeItIsTakenForThatOfTheFlow() throws IOException {
        Snapshot saved = Tables.read("ss-server.txt");
        Snapshot timeless = new Snapshot(saved.source(), null, SERVER, saved.sockets(), 0, 0);
        assertEquals(
                List.of("server listener-only sshd/812"),
                told(Owners.saved(List.of(timeless)).of(flow(TCP, "10.20.0.9", 1, "10.20.0.5", 22))));
    }

    @Test
    void aTcpClientThatWasSeenToCallIsNoListener() throws IOException {
        Owners owners = owners(SERVER, "ss-server.txt");
        assertEquals(
                List.of(),
                owners.of(between(TCP, "10.20.0.5", 443, "10.20.0.9", 9999)
                        .observed()
                        .flow()));
        assertEquals(
                List.of("client listener-only nginx/900+901+902"),
                told(owners.of(flow(TCP, "10.20.0.5", 443, "10.20.0.9", 9999))));
    }

    @Test
    void aBoundSocketOfWindowsIsNoListener() throws IOException {
        Owners owners = owners(DESKTOP, "powershell-tcp.csv", "tasklist.csv");
        assertEquals(List.of(), owners.of(flow(TCP, "10.20.0.9", 1, "10.20.0.7", 49720)));
        assertEquals(
                List.of("client exact firefox.exe/6120"),
                told(owners.of(flow(TCP, "10.20.0.7", 49720, "203.0.113.10", 443))));
    }

    @Test
    void theSameSocketInSeveralFormatsIsOneSocket() throws IOException {
        Set<Address> own = Set.of(address("10.20.0.5"));
        Owners owners = owners(own, "netstat-tanp.txt", "lsof-long-names.txt");
        Flow flow = flow(TCP, "10.20.0.5", 40100, "10.20.0.6", 8080);
        assertEquals(List.of("client exact python3/10239", "server exact python3/10237"), told(owners.of(flow)));
    }

    @Test
    void whatIsNeitherTcpNorUdpHasNoOwner() throws IOException {
        assertEquals(List.of(), owners(SERVER, "ss-server.txt").of(flow(1, "10.20.0.9", 8, "10.20.0.5", 22)));
    }

    @Test
    void timeBetweenStartAndEndIsTheFlows() throws IOException {
        Flow flow = between(TCP, "10.20.0.9", 1, "10.20.0.5", 22)
                .after(60 * SECOND)
                .sends(1, 1, 10)
                .flow();
        Path file = Tables.file("ss-old.txt");
        Snapshot within = SocketFiles.read(List.of(file), SERVER, Tables.BEGIN.plusSeconds(30))
                .get(0);
        assertEquals(
                Grade.LISTENER_ONLY,
                Owners.saved(List.of(within)).of(flow).get(0).grade());
    }
}
