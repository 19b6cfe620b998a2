package io.pocket.benchmarks.contender;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** {@code set} and {@code get} in memcached's text protocol. */
final class FakeMemcached extends FakeServer {
    @Override
    protected void answer(InputStream in, OutputStream out) throws IOException {
        String[] request = line(in).split(" ", -1);
        if (request[0].equals("set")) {
            byte[] value = in.readNBytes(Integer.parseInt(request[4]));
            line(in);
            values.put(request[1], value);
            out.write(bytes(request[1].startsWith("full/") ? "SERVER_ERROR out of memory\r\n" : "STORED\r\n"));
        } else {
            out.write(get(request[1]));
        }
    }

    private byte[] get(String key) throws IOException {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        byte[] value = values.get(key);
        if (value != null) {
            answer.write(bytes("VALUE " + key + " 0 " + value.length + "\r\n"));
            answer.write(value);
            answer.write(bytes("\r\n"));
        }
        answer.write(bytes("END\r\n"));
        return answer.toByteArray();
    }
}
