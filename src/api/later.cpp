#include "later.hpp"

namespace ohmstead::api {
namespace {

using net::HttpRequest;
using net::Reply;

// Asked to stop when one of the two is.
class EitherStop {
 public:
  EitherStop(const std::stop_token& one, const std::stop_token& other)
      : on_one_{one, Ask{&source_}}, on_other_{other, Ask{&source_}} {}
  [[nodiscard]] std::stop_token token() const { return source_.get_token(); }

 private:
  struct Ask {
    std::stop_source* source;
    void operator()() const { source->request_stop(); }
  };
  std::stop_source source_;
  std::stop_callback<Ask> on_one_, on_other_;
};

Worker::Work work_of(const HttpRequest& request, const Reply& reply, LateAnswer answer) {
  return [request, reply, answer = std::move(answer)](const std::stop_token& stop) {
    if (request.gone.stop_requested()) return reply(net::problem(503, "nobody waited for this"));
    const EitherStop either{stop, request.gone};
    try {
      reply(answer(request, either.token()));
    } catch (const std::exception&) {
      reply(net::problem(500));
    }
  };
}

}  // namespace

void answer_later(Worker& worker, const HttpRequest& request, const Reply& reply,
                  LateAnswer answer) {
  if (!worker.try_run(work_of(request, reply, std::move(answer))))
    reply(net::problem(503, "too many plans are waiting; try again in some seconds"));
}

void answer_alone(Worker& worker, std::atomic<bool>& is_busy, const HttpRequest& request,
                  const Reply& reply, LateAnswer answer, std::string_view busy) {
  if (is_busy.exchange(true)) return reply(net::problem(409, busy));
  // Free again before the answer goes out: who has it may ask again at once.
  const Reply free_and_reply = [&is_busy, reply](net::HttpResponse response) {
    is_busy = false;
    reply(std::move(response));
  };
  answer_later(worker, request, free_and_reply, std::move(answer));
}

}  // namespace ohmstead::api
