/*
 * The least that carrying a message to everybody can cost on this machine: one thread, epoll, and one write for each
 * delivery of a WebSocket text frame. It has no protocol, no names, no rooms, no order to keep and no history: what one
 * says goes to all who are connected, itself included. With a number of milliseconds as its argument, all that waits for
 * a connection goes out in one write every so often instead.
 *
 *     cc -O2 -o floor floor.c && ./floor [MILLISECONDS]
 *
 * Listens on 127.0.0.1, on any free port, which it prints. Frames of clients are expected whole within 64 KiB, masked,
 * shorter than 64 KiB and unfragmented, which is what the load of this benchmark sends.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

enum { MOST = 65536, IN = 65536, UNSENT = 1 << 20, EVENTS = 256 };

struct client {
    int fd, open, place;
    size_t held, unsent;
    char *in, *out;
};

static struct client *clients[MOST];
static int count, ep, gather;
static char scratch[IN];

static uint32_t rol(uint32_t x, int n) {
    return x << n | x >> (32 - n);
}

/* SHA-1 (RFC 3174) of at most 119 bytes: a key and the fixed text behind it. */
static void sha1(const char *text, size_t length, uint8_t out[20]) {
    uint8_t block[128] = {0};
    size_t blocks = length + 9 > 64 ? 2 : 1;
    uint32_t h[5] = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0};
    memcpy(block, text, length);
    block[length] = 0x80;
    block[blocks * 64 - 2] = (uint8_t)(length * 8 >> 8);
    block[blocks * 64 - 1] = (uint8_t)(length * 8);
    for (size_t b = 0; b < blocks; b++) {
        uint32_t w[80], v[5];
        for (int i = 0; i < 16; i++) {
            uint8_t *p = block + b * 64 + i * 4;
            w[i] = (uint32_t)p[0] << 24 | p[1] << 16 | p[2] << 8 | p[3];
        }
        for (int i = 16; i < 80; i++) w[i] = rol(w[i - 3] ^ w[i - 8] ^ w[i - 14] ^ w[i - 16], 1);
        memcpy(v, h, sizeof v);
        for (int i = 0; i < 80; i++) {
            uint32_t f = i < 20   ? ((v[1] & v[2]) | (~v[1] & v[3])) + 0x5a827999
                         : i < 40 ? (v[1] ^ v[2] ^ v[3]) + 0x6ed9eba1
                         : i < 60 ? ((v[1] & v[2]) | (v[1] & v[3]) | (v[2] & v[3])) + 0x8f1bbcdc
                                  : (v[1] ^ v[2] ^ v[3]) + 0xca62c1d6;
            uint32_t t = rol(v[0], 5) + f + v[4] + w[i];
            v[4] = v[3], v[3] = v[2], v[2] = rol(v[1], 30), v[1] = v[0], v[0] = t;
        }
        for (int i = 0; i < 5; i++) h[i] += v[i];
    }
    for (int i = 0; i < 20; i++) out[i] = (uint8_t)(h[i / 4] >> (24 - i % 4 * 8));
}

static void base64(const uint8_t in[20], char out[29]) {
    static const char *digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    uint8_t padded[21] = {0};
    memcpy(padded, in, 20);
    for (int i = 0; i < 7; i++) {
        uint8_t *p = padded + i * 3;
        *out++ = digits[p[0] >> 2];
        *out++ = digits[(p[0] & 3) << 4 | p[1] >> 4];
        *out++ = digits[(p[1] & 15) << 2 | p[2] >> 6];
        *out++ = digits[p[2] & 63];
    }
    out[-1] = '=';
    *out = 0;
}

static void drop(struct client *c) {
    clients[c->place] = clients[--count];
    clients[c->place]->place = c->place;
    close(c->fd);
    free(c->in);
    free(c->out);
    free(c);
}

static void interest(struct client *c, uint32_t events) {
    struct epoll_event event = {.events = events, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &event);
}

/* What does not go out now waits, up to a limit; what is beyond it is lost, and the benchmark counts it. */
static void keep(struct client *c, const char *bytes, size_t length) {
    if (!c->out) c->out = malloc(UNSENT);
    if (!c->out || c->unsent + length > UNSENT) return;
    memcpy(c->out + c->unsent, bytes, length);
    c->unsent += length;
}

static void flush(struct client *c) {
    ssize_t written = write(c->fd, c->out, c->unsent);
    if (written > 0) {
        memmove(c->out, c->out + written, c->unsent - (size_t)written);
        c->unsent -= (size_t)written;
    } else if (errno != EAGAIN) {
        c->unsent = 0;
    }
    if (!gather) interest(c, c->unsent ? EPOLLIN | EPOLLOUT : EPOLLIN);
    if (!c->unsent) {
        free(c->out);
        c->out = NULL;
    }
}

static void deliver(struct client *c, const char *bytes, size_t length) {
    size_t written = 0;
    if (!gather && !c->unsent) {
        ssize_t now = write(c->fd, bytes, length);
        if (now < 0 && errno != EAGAIN) return;
        written = now < 0 ? 0 : (size_t)now;
    }
    if (written < length) {
        keep(c, bytes + written, length - written);
        if (!gather) interest(c, EPOLLIN | EPOLLOUT);
    }
}

static void broadcast(const char *text, size_t length) {
    static char frame[IN + 4];
    size_t head = length < 126 ? 2 : 4;
    frame[0] = (char)0x81;
    frame[1] = (char)(length < 126 ? length : 126);
    if (head == 4) frame[2] = (char)(length >> 8), frame[3] = (char)length;
    memcpy(frame + head, text, length);
    for (int i = 0; i < count; i++) {
        if (clients[i]->open) deliver(clients[i], frame, head + length);
    }
}

/* Takes one frame off; returns its size, 0 if it is not whole, -1 if it ends the connection. */
static long frame(char *bytes, size_t held) {
    if (held < 6) return 0;
    size_t length = (size_t)(bytes[1] & 0x7f), head = 2;
    if (length == 127) return -1;
    if (length == 126) length = (size_t)(uint8_t)bytes[2] << 8 | (uint8_t)bytes[3], head = 4;
    if (held < head + 4 + length) return 0;
    char *mask = bytes + head, *text = mask + 4;
    for (size_t i = 0; i < length; i++) text[i] ^= mask[i % 4];
    switch (bytes[0] & 15) {
        case 1: broadcast(text, length); break;
        case 8: return -1;
        default: break;
    }
    return (long)(head + 4 + length);
}

static long handshake(struct client *c, char *bytes, size_t held) {
    static const char *guid = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    char *end = memmem(bytes, held, "\r\n\r\n", 4), *key, both[120], accept[29], answer[200];
    uint8_t digest[20];
    if (!end) return held > 8192 ? -1 : 0;
    *end = 0;
    key = strcasestr(bytes, "\r\nSec-WebSocket-Key: ");
    if (!key || strcspn(key + 21, "\r") > 40) return -1;
    int length = snprintf(both, sizeof both, "%.*s%s", (int)strcspn(key + 21, "\r"), key + 21, guid);
    sha1(both, (size_t)length, digest);
    base64(digest, accept);
    length = snprintf(answer, sizeof answer,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Accept: %s\r\n\r\n",
                      accept);
    deliver(c, answer, (size_t)length);
    c->open = 1;
    return end + 4 - bytes;
}

static void receive(struct client *c) {
    memcpy(scratch, c->in, c->held);
    ssize_t more = read(c->fd, scratch + c->held, sizeof scratch - c->held);
    if (more < 0 && errno == EAGAIN) return;
    if (more <= 0) {
        drop(c);
        return;
    }
    size_t held = c->held + (size_t)more, at = 0;
    while (at < held) {
        long taken = c->open ? frame(scratch + at, held - at) : handshake(c, scratch + at, held - at);
        if (taken < 0) {
            drop(c);
            return;
        }
        if (taken == 0) break;
        at += (size_t)taken;
    }
    c->held = held - at;
    free(c->in);
    c->in = NULL;
    if (c->held) {
        c->in = malloc(c->held);
        memcpy(c->in, scratch + at, c->held);
    }
}

static void welcome(int listener) {
    int fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK), on = 1;
    if (fd < 0) return;
    struct client *c = calloc(1, sizeof *c);
    if (!c || count == MOST) {
        close(fd);
        free(c);
        return;
    }
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    c->fd = fd;
    c->place = count;
    clients[count++] = c;
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    epoll_ctl(ep, EPOLL_CTL_ADD, fd, &event);
}

static void tick(int timer) {
    uint64_t times;
    if (read(timer, &times, sizeof times) < 0) return;
    for (int i = 0; i < count; i++) {
        if (clients[i]->unsent) flush(clients[i]);
    }
}

int main(int argc, char **argv) {
    static char a_listener, a_timer;
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t size = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0), timer = -1;
    gather = argc > 1 ? atoi(argv[1]) : 0;
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    if (!getrlimit(RLIMIT_NOFILE, &files)) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    if (bind(listener, (struct sockaddr *)&address, sizeof address) || listen(listener, 4096)
        || getsockname(listener, (struct sockaddr *)&address, &size)) {
        perror("floor");
        return 1;
    }
    ep = epoll_create1(0);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = &a_listener};
    epoll_ctl(ep, EPOLL_CTL_ADD, listener, &event);
    if (gather) {
        struct itimerspec every = {.it_interval.tv_nsec = gather * 1000000L, .it_value.tv_nsec = gather * 1000000L};
        timer = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK);
        timerfd_settime(timer, 0, &every, NULL);
        event.data.ptr = &a_timer;
        epoll_ctl(ep, EPOLL_CTL_ADD, timer, &event);
    }
    printf("port %d\n", ntohs(address.sin_port));
    fflush(stdout);
    for (;;) {
        struct epoll_event events[EVENTS];
        int ready = epoll_wait(ep, events, EVENTS, -1);
        for (int i = 0; i < ready; i++) {
            struct client *c = events[i].data.ptr;
            if (events[i].data.ptr == &a_listener) {
                welcome(listener);
            } else if (events[i].data.ptr == &a_timer) {
                tick(timer);
            } else if (events[i].events & EPOLLOUT) {
                flush(c);
            } else {
                receive(c);
            }
        }
    }
}
