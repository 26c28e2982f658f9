package dev.periplus.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProcessRemarkTest {
    private static byte[] options(String... comments) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (String comment : comments) {
            all.writeBytes(PcapngOptions.option(1, comment.getBytes(StandardCharsets.UTF_8)));
        }
        return all.toByteArray();
    }

    @Test
    void commentsOfCapturingProgramsNameTheProcess() {
        assertEquals(new ProcessRemark(4242, "", 0), ProcessRemark.of(options("PID=4242")));
        assertEquals(
                new ProcessRemark(77, "curl", 0),
                ProcessRemark.of(options("PID: 77\nCmd: /usr/bin/curl\nArgs: curl x\nParentPID: 3")));
        assertEquals(new ProcessRemark(9, "firefox", 0), ProcessRemark.of(options("Process: firefox PID: 9")));
        assertEquals(new ProcessRemark(9, "x.exe", 0), ProcessRemark.of(options("seen", "pid = 9, cmd=C:\\a\\x.exe")));
    }

    @Test
    void theFlagsSayWhichWayThePacketWent() {
        byte[] comment = options("PID=5");
        for (int way = 0; way < 4; way++) {
            byte[] flags = PcapngOptions.option(2, new byte[] {(byte) way, 0, 0, 0});
            ProcessRemark remark = ProcessRemark.of(CaptureBytes.joined(comment, flags));
            assertEquals(way % 3, remark == null ? -1 : remark.direction());
        }
    }

    @Test
    void otherCommentsNameNone() {
        for (String comment : new String[] {"", "rapid=3", "ParentPID: 5", "PID=0", "PID=abc", "PID=99999999999"}) {
            assertNull(ProcessRemark.of(options(comment)), comment);
        }
        assertNull(ProcessRemark.of(new byte[] {1, 0, 90, 0, 'P'}));
    }
}
