// Server-sent events: the answer that does not end. Silence is broken by a comment now and then, so
// that neither proxies nor the client take the stream for dead.
#include <array>
#include <boost/asio/write.hpp>
#include <utility>

#include "send_queue.hpp"
#include "streams.hpp"

namespace ohmstead::net {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

class EventStream final : public Stream, public std::enable_shared_from_this<EventStream> {
 public:
  EventStream(Core& core, ByteStream stream)
      : Stream{remote_address(stream.socket())},
        core_{core},
        stream_{std::move(stream)},
        queue_{core.options.stream_queue_bytes_max},
        ping_timer_{core.io} {
    core_.add(*this);
    core_.add_stream(*this);
  }
  ~EventStream() override {
    core_.remove_stream(*this);
    core_.remove(*this);
  }

  void start(std::string head, const std::shared_ptr<const StreamEvent>& first) {
    stream_.expires_never();
    watch();
    push(std::make_shared<const std::string>(std::move(head)));
    if (first) send(first);
    ping_later();
  }

  void send(std::shared_ptr<const StreamEvent> event) override {
    push({event, &event->event_text});
  }

  void stop() override { drop(); }

  void drop() override {
    if (is_dropped_) return;
    is_dropped_ = true;
    core_.remove_stream(*this);
    ping_timer_.cancel();
    stream_.close();
  }

 private:
  void push(std::shared_ptr<const std::string> text) {
    const bool is_idle = queue_.is_empty();
    if (!queue_.push(std::move(text))) return drop();
    if (is_idle) write();
  }

  void write() {
    stream_.expires_after(core_.options.write_timeout);  // of the write; a read is pending already
    asio::async_write(stream_, asio::buffer(queue_.front()),
                      [self = shared_from_this()](error_code error, std::size_t) {
                        if (error) return self->drop();
                        self->queue_.pop();
                        if (!self->queue_.is_empty()) self->write();
                      });
  }

  // The client has nothing more to say; its end is all that is of interest.
  void watch() {
    stream_.async_read_some(asio::buffer(ignored_),
                            [self = shared_from_this()](error_code error, std::size_t) {
                              if (error) return self->drop();
                              self->watch();
                            });
  }

  void ping_later() {
    ping_timer_.expires_after(core_.options.stream_ping);
    ping_timer_.async_wait([self = shared_from_this()](error_code error) {
      if (error || self->is_dropped_) return;
      if (self->queue_.is_empty()) self->push(std::make_shared<const std::string>(":\n\n"));
      self->ping_later();
    });
  }

  Core& core_;
  ByteStream stream_;
  SendQueue queue_;
  asio::steady_timer ping_timer_;
  std::array<char, 512> ignored_{};
  bool is_dropped_ = false;
};

}  // namespace

void start_events(Core& core, ByteStream stream, std::string head,
                  const std::shared_ptr<const StreamEvent>& first) {
  std::make_shared<EventStream>(core, std::move(stream))->start(std::move(head), first);
}

}  // namespace ohmstead::net
