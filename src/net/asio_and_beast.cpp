// The parts of Asio and Beast that need no template arguments, compiled once for the whole room.
#include <boost/asio/impl/src.hpp>
#include <boost/asio/ssl/impl/src.hpp>
#include <boost/beast/src.hpp>
